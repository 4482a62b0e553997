import { LRUCache } from 'lru-cache';
import { type Flag, isInForce, slide, spanAt } from '../../../core/abuse/index.ts';
import type { SignalStore } from '../../ports/index.ts';

/** Counters kept at most; the ones longest untouched go first. About a hundred bytes each. */
const COUNTERS_MAX = 200_000;
/** Different members that are told apart in one span. */
const MEMBERS_MAX = 2_000;

interface Counter<T> {
  span: number;
  current: T;
  previous: T;
}

/** Signals of one process; they end with it. */
export function createMemorySignals(): SignalStore {
  const counters = new LRUCache<string, Counter<number>>({ max: COUNTERS_MAX });
  const sets = new LRUCache<string, Counter<Set<string>>>({ max: COUNTERS_MAX / 10 });
  const events = new Map<string, Map<string, Flag>>();

  const live = (flag: Flag | undefined, nowMs: number) =>
    flag !== undefined && isInForce(flag, nowMs / 1000) ? flag : undefined;

  return {
    async count(key, windowSeconds, nowMs) {
      const counter = turned(counters, key, spanAt(windowSeconds, nowMs).span, () => 0);
      counter.current += 1;
      return slide(counter.previous, counter.current, windowSeconds, nowMs);
    },
    async countDistinct(key, member, windowSeconds, nowMs) {
      const counter = turned(sets, key, spanAt(windowSeconds, nowMs).span, () => new Set<string>());
      if (counter.current.size < MEMBERS_MAX) counter.current.add(member);
      return new Set([...counter.current, ...counter.previous]).size;
    },
    async flagOf(eventId, sub, nowMs) {
      return live(events.get(eventId)?.get(sub), nowMs);
    },
    async flagByReference(eventId, reference, nowMs) {
      for (const flag of events.get(eventId)?.values() ?? [])
        if (flag.reference === reference) return live(flag, nowMs);
      return undefined;
    },
    async putFlag(flag) {
      const flags = events.get(flag.eventId) ?? new Map<string, Flag>();
      events.set(flag.eventId, flags.set(flag.sub, flag));
    },
    async removeFlag({ eventId, sub }) {
      events.get(eventId)?.delete(sub);
    },
    async *flags(eventId, nowMs) {
      const flags = events.get(eventId);
      for (const flag of [...(flags?.values() ?? [])]) {
        if (live(flag, nowMs) === undefined) flags?.delete(flag.sub);
        else yield flag;
      }
    },
    async close() {},
  };
}

/** The counter of this key, moved on to the span that is now. */
function turned<T>(
  counters: LRUCache<string, Counter<T>>,
  key: string,
  span: number,
  none: () => T,
): Counter<T> {
  const counter = counters.get(key);
  if (counter === undefined) {
    const fresh = { span, current: none(), previous: none() };
    counters.set(key, fresh);
    return fresh;
  }
  if (counter.span !== span) {
    counter.previous = counter.span === span - 1 ? counter.current : none();
    counter.current = none();
    counter.span = span;
  }
  return counter;
}
