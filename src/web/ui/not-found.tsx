import { useSpeech } from '../shell/index.ts';
import { Link } from './link.tsx';
import { Page } from './page.tsx';

export function NotFound() {
  const { say } = useSpeech();
  return (
    <Page title={say.site.notFoundTitle}>
      <p>{say.site.notFound}</p>
      <p>
        <Link to="/" className="button">
          {say.site.allEvents}
        </Link>
      </p>
    </Page>
  );
}
