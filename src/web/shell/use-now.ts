import { useEffect, useState } from 'react';
import { useServices } from './services.ts';

/** Server time in epoch milliseconds, moving on once a second, on the second. */
export function useNow(): number {
  const { clock } = useServices();
  const [nowMs, setNowMs] = useState(() => clock.nowMs());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = clock.nowMs();
      setNowMs(now);
      // A little after the full second, so that rounding never shows the old one.
      timer = setTimeout(tick, 1_005 - (now % 1_000));
    };
    tick();
    // Timers sleep in the background; whoever looks again sees the right time at once.
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [clock]);
  return nowMs;
}
