import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure, Outcome } from '../api/index.ts';

export interface Polled<T> {
  /** The last good answer. */
  readonly data: T | undefined;
  /** Why the last call brought nothing; undefined when it did. */
  readonly failure: Failure | undefined;
  readonly refresh: () => void;
}

/**
 * Asks at once, then every `everyMs` (never again when it is undefined), while the page is looked at; and when it is looked at again or
 * the network is back. `ask` must keep its identity between renders.
 */
export function usePolled<T>(ask: () => Promise<Outcome<T>>, everyMs: number | undefined): Polled<T> {
  const [state, setState] = useState<{ data?: T; failure?: Failure }>({});
  const round = useRef(0);

  const refresh = useCallback(() => {
    round.current += 1;
    const mine = round.current;
    void ask().then((outcome) => {
      // An answer that was overtaken by a later question says nothing new.
      if (mine !== round.current) return;
      setState((before) => (outcome.ok ? { data: outcome.data } : { ...before, failure: outcome.failure }));
    });
  }, [ask]);

  useEffect(() => {
    refresh();
    const whenSeen = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    const timer = everyMs === undefined ? undefined : setInterval(whenSeen, everyMs);
    document.addEventListener('visibilitychange', whenSeen);
    addEventListener('online', whenSeen);
    return () => {
      round.current += 1;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', whenSeen);
      removeEventListener('online', whenSeen);
    };
  }, [refresh, everyMs]);

  return { data: state.data, failure: state.failure, refresh };
}
