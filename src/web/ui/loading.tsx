import { useSpeech } from '../shell/index.ts';

export function Loading() {
  const { say } = useSpeech();
  return (
    <main id="content" className="page">
      <p role="status" className="quiet">
        {say.site.loading}
      </p>
    </main>
  );
}
