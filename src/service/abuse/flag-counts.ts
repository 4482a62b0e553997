import { type Clock, type SignalStore, SignalsUnavailableError } from '../ports/index.ts';

export interface FlagCounts {
  /** People on the first step of the ladder. */
  readonly warned: number;
  /** On the second. */
  readonly lockedOut: number;
}

const NONE: FlagCounts = { warned: 0, lockedOut: 0 };
/** Counting looks at every flag, so it is not done for every glance. */
const KEPT_MS = 5_000;

/** Counts the flags of an event; the last known numbers while the signals cannot be reached. */
export function createFlagCounts(
  signals: SignalStore,
  clock: Clock,
): (eventId: string) => Promise<FlagCounts> {
  const known = new Map<string, { readonly atMs: number; readonly counts: Promise<FlagCounts> }>();

  async function count(eventId: string, before: Promise<FlagCounts>): Promise<FlagCounts> {
    try {
      let [warned, lockedOut] = [0, 0];
      for await (const { level } of signals.flags(eventId, clock.nowMs())) {
        if (level === 1) warned += 1;
        else lockedOut += 1;
      }
      return { warned, lockedOut };
    } catch (error) {
      if (error instanceof SignalsUnavailableError) return before;
      throw error;
    }
  }

  return (eventId) => {
    const last = known.get(eventId);
    if (last !== undefined && clock.nowMs() - last.atMs < KEPT_MS) return last.counts;
    const counts = count(eventId, last?.counts ?? Promise.resolve(NONE));
    known.set(eventId, { atMs: clock.nowMs(), counts });
    return counts;
  };
}
