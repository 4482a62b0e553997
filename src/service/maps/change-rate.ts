/** How fast what is observed changes: changes count, and weigh half after every half-life. */
export interface ChangeRate {
  /** Changes a second, as of the last observation. */
  readonly perSecond: number;
  readonly atMs: number;
}

const HALF_LIFE_MS = 20_000;
/** Weight of one change in the rate, so that a steady stream of n changes a second settles at n. */
const PER_CHANGE = (Math.LN2 * 1000) / HALF_LIFE_MS;

/** Nothing is known of it yet: it counts as hot, and cools within a minute or two when nothing happens. */
export function unknownRate(nowMs: number): ChangeRate {
  return { perSecond: 1, atMs: nowMs };
}

/** The rate after an observation that found so many changes. Time that runs backwards counts as none. */
export function observedRate(rate: ChangeRate, changes: number, nowMs: number): ChangeRate {
  const elapsedMs = Math.max(0, nowMs - rate.atMs);
  const faded = rate.perSecond * 0.5 ** (elapsedMs / HALF_LIFE_MS);
  return { perSecond: faded + changes * PER_CHANGE, atMs: nowMs };
}
