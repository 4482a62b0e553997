import { useSpeech } from '../shell/index.ts';
import { Page } from './page.tsx';

/** Shown when nothing can be had from the service: says what is safe and what to do. */
export function ServiceDown({ onRetry }: { readonly onRetry: () => void }) {
  const { say } = useSpeech();
  return (
    <Page title={say.site.downTitle}>
      <p>{say.site.down}</p>
      <p>
        <button type="button" className="button button-main" onClick={onRetry}>
          {say.site.tryAgain}
        </button>
      </p>
    </Page>
  );
}
