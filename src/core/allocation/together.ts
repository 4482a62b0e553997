import type { Candidate } from './eligible.ts';
import { bucketOf, type Rank, shortlist } from './ranking.ts';
import { forEachStretch, orphansAt, type Stretch } from './stretches.ts';

/** Consecutive seats: those of `stretch` from position `from` on. */
export interface Placement {
  readonly stretch: Stretch;
  readonly from: number;
  readonly rank: Rank;
}

/**
 * The best ways to seat `count` people side by side, best first and pairwise disjoint: fewest orphans, then best places, then chance. One
 * placement per stretch; when there are too few stretches, more from each.
 */
export function placeTogether(
  candidates: readonly Candidate[],
  count: number,
  size: number,
  random: () => number,
): readonly Placement[] {
  const best = shortlist<Placement>(size);
  const stretches: Stretch[] = [];
  let seen = 0;
  for (const candidate of candidates) {
    forEachStretch(candidate, count, (stretch) => {
      seen += 1;
      if (stretches.length < size) stretches.push(stretch);
      const placement = placeIn(stretch, count, [], random);
      if (placement !== undefined) best.offer(placement);
    });
  }
  return seen < size ? addMore(stretches, best.entries, count, size, random) : best.entries;
}

function addMore(
  stretches: readonly Stretch[],
  first: readonly Placement[],
  count: number,
  size: number,
  random: () => number,
): readonly Placement[] {
  const placements = [...first];
  while (placements.length < size) {
    const next = shortlist<Placement>(1);
    for (const stretch of stretches) {
      const taken = placements.filter((placement) => placement.stretch === stretch).map(({ from }) => from);
      const placement = placeIn(stretch, count, taken, random);
      if (placement !== undefined) next.offer(placement);
    }
    const [found] = next.entries;
    if (found === undefined) break;
    placements.push(found);
  }
  return placements;
}

/** The best placement in a stretch that does not touch those that begin at `taken`; one of the equally good ones by chance. */
function placeIn(
  stretch: Stretch,
  count: number,
  taken: readonly number[],
  random: () => number,
): Placement | undefined {
  let bestOrphans = Infinity;
  let bestBucket = Infinity;
  let equals = 0;
  forEachOffset(stretch, count, taken, (_from, orphans, bucket) => {
    if (orphans > bestOrphans || (orphans === bestOrphans && bucket > bestBucket)) return;
    equals = orphans === bestOrphans && bucket === bestBucket ? equals + 1 : 1;
    bestOrphans = orphans;
    bestBucket = bucket;
  });
  if (equals === 0) return undefined;
  let skip = Math.floor(random() * equals);
  let chosen = stretch.from;
  forEachOffset(stretch, count, taken, (from, orphans, bucket) => {
    if (orphans !== bestOrphans || bucket !== bestBucket) return;
    if (skip === 0) chosen = from;
    skip -= 1;
  });
  return {
    stretch,
    from: chosen,
    rank: { orphans: bestOrphans, pieces: 1, bucket: bestBucket, luck: random() },
  };
}

function forEachOffset(
  stretch: Stretch,
  count: number,
  taken: readonly number[],
  visit: (from: number, orphans: number, bucket: number) => void,
): void {
  const { badness, equalM } = stretch.candidate.plan;
  let sum = 0;
  for (let seat = stretch.from; seat < stretch.to; seat += 1) {
    sum += badness[seat] ?? 0;
    const from = seat - count + 1;
    if (from < stretch.from) continue;
    if (!taken.some((other) => Math.abs(other - from) < count)) {
      visit(from, orphansAt(stretch, from, seat + 1), bucketOf(sum / count, equalM));
    }
    sum -= badness[from] ?? 0;
  }
}
