import { useCallback, useEffect, useMemo, useState } from 'react';
import { useServices } from '../shell/index.ts';
import { keptWaiting } from './kept-waiting.ts';
import { leadInOneTab } from './leadership.ts';
import { afterHappening, type Waiting } from './machine.ts';
import { runWaiting } from './run.ts';

export interface WaitingView {
  readonly waiting: Waiting;
  /** Whether this tab does the asking; another tab of the browser does otherwise. Undefined until that is settled. */
  readonly leads: boolean | undefined;
  readonly asking: boolean;
  readonly signedIn: () => void;
  readonly giveUp: () => void;
}

/** A lock that nobody holds is had long before this. */
const SETTLED_MS = 800;

/** The waiting of one person for one event, the same in all tabs of the browser. */
export function useWaiting(eventId: string, sub: string): WaitingView {
  const { api, clock, world, keep } = useServices();
  const [attempt, setAttempt] = useState(0);
  const [leads, setLeads] = useState<boolean>();
  const [asking, setAsking] = useState(false);
  const kept = useMemo(() => keptWaiting(keep, eventId, sub), [keep, eventId, sub]);
  const [waiting, setWaiting] = useState(() => kept.read());
  const reread = useCallback(() => setWaiting(kept.read()), [kept]);

  useEffect(() => kept.listen(reread), [kept, reread]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is not read, but a new one begins again after signing in, which had ended the run
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    leadInOneTab(`tix.${eventId}.${sub}`, signal, async () => {
      setLeads(true);
      kept.write(afterHappening(kept.read(), { kind: 'lookAgain' }));
      await runWaiting({ eventId, api, clock, world, kept, signal, onChange: reread, onAsking: setAsking });
      setLeads(false);
    });
    const settled = setTimeout(() => setLeads((known) => known ?? false), SETTLED_MS);
    return () => {
      clearTimeout(settled);
      ending.abort();
    };
  }, [eventId, sub, api, clock, world, kept, reread, attempt]);

  const signedIn = useCallback(() => {
    kept.write(afterHappening(kept.read(), { kind: 'signedIn' }));
    reread();
    setAttempt((before) => before + 1);
  }, [kept, reread]);
  return { waiting, leads, asking, signedIn, giveUp: kept.forget };
}
