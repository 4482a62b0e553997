import type { WaitingPlace } from '../api/index.ts';

type Wait = NonNullable<WaitingPlace['wait']>;

const SHARE = 0.15;
const SECONDS = 15;

/**
 * What to show of the expected wait: the range shown before for as long as the new one says nearly the same, so that figures do not
 * flicker; the new one, whole, once it says something else. Nothing is invented in between.
 */
export function steadyWait(shown: Wait | null, next: Wait | null): Wait | null {
  if (shown === null || next === null) return next;
  const same =
    isNear(shown.fromSeconds, next.fromSeconds) &&
    isNear(shown.toSeconds, next.toSeconds) &&
    (shown.odds === null) === (next.odds === null) &&
    isNear(shown.odds?.oneIn ?? 0, next.odds?.oneIn ?? 0, 0);
  return same ? shown : next;
}

function isNear(before: number, now: number, slack = SECONDS): boolean {
  return Math.abs(now - before) <= Math.max(slack, before * SHARE);
}
