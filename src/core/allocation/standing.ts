import type { Candidate } from './eligible.ts';
import { bucketOf, type Rank } from './ranking.ts';

/** Places of one standing area; which ones makes no difference to anybody. */
export interface Crowd {
  readonly candidate: Candidate;
  readonly seats: readonly number[];
  readonly rank: Rank;
}

/**
 * Up to `size` disjoint groups of `count` free places for each standing area, counted off from a random place on: people who come at
 * the same moment would otherwise all ask for the first free ones.
 */
export function placeStanding(
  candidate: Candidate,
  count: number,
  size: number,
  random: () => number,
): readonly Crowd[] {
  const { plan, free, wanted } = candidate;
  return plan.runs.flatMap((run) => {
    const length = run.to - run.from;
    const start = Math.floor(random() * length);
    const places: number[] = [];
    for (let step = 0; step < length && places.length < count * size; step += 1) {
      const place = run.from + ((start + step) % length);
      if (free[place] === 1 && wanted[plan.classOf[place] ?? 0] === 1) places.push(place);
    }
    const bucket = bucketOf(plan.badness[run.from] ?? 0, plan.equalM);
    return Array.from({ length: Math.floor(places.length / count) }, (_, group) => ({
      candidate,
      seats: places.slice(group * count, (group + 1) * count),
      rank: { orphans: 0, pieces: 1, bucket, luck: random() },
    }));
  });
}
