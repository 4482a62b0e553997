import { useEffect, useMemo, useState } from 'react';
import { createApi } from '../api/index.ts';
import { browserKeep, browserWorld } from '../platform/index.ts';
import { onSignedIn, type Services, ServicesContext, type SignInTrouble } from '../shell/index.ts';
import { createServerClock } from '../time/index.ts';
import { acceptArrival } from './arrival.ts';
import { Boundary } from './boundary.tsx';
import { Pages } from './pages.tsx';
import { applyTheme, initialSpeech, type Theme, themeOf } from './preferences.ts';
import { SiteFooter, SiteHeader } from './site-frame.tsx';

/** How often the server's clock is asked for, sleep and lost networks apart. */
const SYNC_EVERY_MS = 5 * 60_000;

const api = createApi(location.origin);
const clock = createServerClock(browserWorld, async () => {
  const time = await api.time();
  return time.ok ? time.data.epochMs : undefined;
});

export function App() {
  const [speech, setSpeech] = useState(() => initialSpeech(browserKeep, navigator.languages));
  const [theme, setTheme] = useState<Theme>(() => themeOf(browserKeep));
  const [arrived, setArrived] = useState(false);
  const [signInTrouble, setSignInTrouble] = useState<SignInTrouble>();

  useEffect(() => {
    document.documentElement.lang = speech.language;
    document.documentElement.dir = speech.direction;
  }, [speech]);
  useEffect(() => applyTheme(browserKeep, theme), [theme]);
  // Whoever got in after all is not told of it again when that sign-in runs out.
  useEffect(() => onSignedIn(() => setSignInTrouble(undefined)), []);
  useEffect(() => {
    const sync = () => void clock.sync();
    void Promise.all([acceptArrival(api, browserKeep), clock.sync()]).then(([trouble]) => {
      setSignInTrouble(trouble);
      setArrived(true);
    });
    const timer = setInterval(sync, SYNC_EVERY_MS);
    addEventListener('online', sync);
    return () => {
      clearInterval(timer);
      removeEventListener('online', sync);
    };
  }, []);

  const services = useMemo<Services>(
    () => ({ api, clock, speech, world: browserWorld, keep: browserKeep, signInTrouble }),
    [speech, signInTrouble],
  );
  return (
    <ServicesContext value={services}>
      <a className="skip" href="#content">
        {speech.say.site.skip}
      </a>
      <SiteHeader />
      <Boundary speech={speech}>{arrived ? <Pages /> : <main id="content" className="page" />}</Boundary>
      <SiteFooter speech={speech} onSpeech={setSpeech} theme={theme} onTheme={setTheme} />
    </ServicesContext>
  );
}
