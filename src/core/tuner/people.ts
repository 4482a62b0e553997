import type { CurveFamily } from '../admission/index.ts';

/** Estimated numbers of people by the reading of the sale clock at which they came, in order. Those already let in are included. */
export interface PeopleEstimate {
  readonly clocks: readonly number[];
  readonly counts: readonly number[];
}

export const NOBODY: PeopleEstimate = { clocks: [], counts: [] };

/** More groups than this say no more about the hazard, and every turn goes through all of them several times. */
const GROUPS_MAX = 64;

/** Adds people; those who came at nearly the same reading are taken together. `arrivals` in order of reading. */
export function withArrivals(
  people: PeopleEstimate,
  arrivals: readonly (readonly [clock: number, count: number])[],
): PeopleEstimate {
  const clocks = [...people.clocks];
  const counts = [...people.counts];
  for (const [clock, count] of arrivals) {
    if (!(count > 0)) continue;
    const last = clocks.length - 1;
    if (clocks[last] === clock) counts[last] = (counts[last] as number) + count;
    else {
      clocks.push(clock);
      counts.push(count);
    }
  }
  while (clocks.length > GROUPS_MAX) mergeClosest(clocks, counts);
  return { clocks, counts };
}

/** Merges the neighbours whose difference matters least (Ward's criterion: the loss of variance). */
function mergeClosest(clocks: number[], counts: number[]): void {
  let best = 0;
  let leastLoss = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < clocks.length; i++) {
    const [n, m] = [counts[i] as number, counts[i + 1] as number];
    const loss = ((n * m) / (n + m)) * ((clocks[i + 1] as number) - (clocks[i] as number)) ** 2;
    if (loss < leastLoss) {
      leastLoss = loss;
      best = i;
    }
  }
  const [n, m] = [counts[best] as number, counts[best + 1] as number];
  const clock = ((clocks[best] as number) * n + (clocks[best + 1] as number) * m) / (n + m);
  clocks.splice(best, 2, clock);
  counts.splice(best, 2, n + m);
}

/** How many of these people the curve has let in once the clock reads `clock`, slots not considered: Σ n·(1 − exp(−H(clock − c0))). */
export function releasedBy(people: PeopleEstimate, clock: number, curve: CurveFamily, k: number): number {
  let sum = 0;
  for (let i = 0; i < people.clocks.length; i++) {
    const share = clock - (people.clocks[i] as number);
    // In order: whoever comes next has gathered nothing either.
    if (share <= 0) break;
    sum -= (people.counts[i] as number) * Math.expm1(-curve.hazard(share, k));
  }
  return sum;
}

export function countOf(people: PeopleEstimate): number {
  return people.counts.reduce((sum, count) => sum + count, 0);
}
