import type { Candidate } from './eligible.ts';
import { bucketOf, compareRanks, type Rank, shortlist } from './ranking.ts';
import { forEachStretch, orphansAt, type Stretch } from './stretches.ts';

/** Starting points tried; each costs one pass over the stretches around it per piece. */
const ANCHORS = 12;
/** Metres a party would rather sit farther apart than be cut into one more piece. */
const PIECE_M = 3;
/** Metres a party would rather sit farther apart than leave a seat alone. */
const ORPHAN_M = 25;
/** Stretches looked at for the piece that completes a party. */
const LAST_TRIES = 16;

export interface Piece {
  readonly stretch: Stretch;
  readonly from: number;
  readonly to: number;
}

interface Cut {
  readonly piece: Piece;
  /** Metres. */
  readonly cost: number;
}

/** Seats in several pieces that lie near one another. */
export interface Party {
  readonly pieces: readonly Piece[];
  readonly rank: Rank;
}

/**
 * Seats `count` people in few pieces near one another, for when no row has room for all. Starts from the longest and best stretches and
 * adds what is nearest, first within the section, then from the nearest sections. Answers pairwise disjoint parties, best first; at
 * least one whenever `count` wanted seats are free.
 */
export function placeSplit(
  candidates: readonly Candidate[],
  count: number,
  size: number,
  random: () => number,
): readonly Party[] {
  const pools = new Map(candidates.map((candidate) => [candidate, stretchesOf(candidate)]));
  const all = [...pools.values()].flat();
  if (seatsIn(all) < count) return [];

  const parties = anchorsAmong(all, count, random)
    .map((anchor) => gather(anchor, poolAround(anchor, pools, count), count, random))
    .sort((a, b) => compareRanks(a.rank, b.rank));
  return disjoint(parties).slice(0, size);
}

function stretchesOf(candidate: Candidate): readonly Stretch[] {
  const stretches: Stretch[] = [];
  forEachStretch(candidate, 1, (stretch) => stretches.push(stretch));
  return stretches;
}

function seatsIn(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The longest stretches, then the best; chance among equals. */
function anchorsAmong(
  stretches: readonly Stretch[],
  count: number,
  random: () => number,
): readonly Stretch[] {
  const anchors = shortlist<{ readonly stretch: Stretch; readonly rank: Rank }>(ANCHORS);
  for (const stretch of stretches) {
    const { badness, equalM } = stretch.candidate.plan;
    const length = Math.min(count, stretch.to - stretch.from);
    const bucket = bucketOf(badness[stretch.from] ?? 0, equalM);
    anchors.offer({ stretch, rank: { orphans: 0, pieces: -length, bucket, luck: random() } });
  }
  return anchors.entries.map(({ stretch }) => stretch);
}

/** Stretches of the anchor's section; when they do not suffice, those of the nearest sections too. */
function poolAround(
  anchor: Stretch,
  pools: ReadonlyMap<Candidate, readonly Stretch[]>,
  count: number,
): readonly Stretch[] {
  const [x, y] = anchor.candidate.plan.centre;
  const byDistance = [...pools.keys()]
    .map((candidate) => {
      const [cx, cy] = candidate.plan.centre;
      return { candidate, distance: candidate === anchor.candidate ? -1 : Math.hypot(cx - x, cy - y) };
    })
    .sort((a, b) => a.distance - b.distance);
  const pool: Stretch[] = [];
  let seats = 0;
  for (const { candidate } of byDistance) {
    if (seats >= count) break;
    const stretches = pools.get(candidate) ?? [];
    for (const stretch of stretches) pool.push(stretch);
    seats += seatsIn(stretches);
  }
  return pool;
}

/** Takes from the pool, cheapest first: what is near the anchor, long, and leaves no seat alone. */
function gather(anchor: Stretch, pool: readonly Stretch[], count: number, random: () => number): Party {
  const origin = positionOf(anchor, anchor.from + Math.floor((anchor.to - anchor.from) / 2));
  const pieces: Piece[] = [cutNearest(anchor, count, origin).piece];
  let missing = count - lengthOf(pieces[0]);
  const cuts = pool
    .filter((stretch) => stretch !== anchor)
    .map((stretch) => cutNearest(stretch, missing, origin))
    .sort((a, b) => a.cost - b.cost);
  for (let next = 0; missing > 0 && next < cuts.length; next += 1) {
    const piece = cuts[next]?.piece;
    const isLast = lengthOf(piece) >= missing;
    const taken = isLast ? lastPiece(cuts.slice(next, next + LAST_TRIES), missing, origin) : piece;
    if (taken === undefined) break;
    pieces.push(taken);
    missing -= lengthOf(taken);
  }
  return { pieces, rank: rankOf(pieces, origin, random) };
}

/** The best way to seat the rest of the party in one of these stretches. */
function lastPiece(cuts: readonly Cut[], missing: number, origin: Position): Piece | undefined {
  return cuts
    .filter(({ piece: { stretch } }) => stretch.to - stretch.from >= missing)
    .map(({ piece }) => cutNearest(piece.stretch, missing, origin))
    .reduce((a: Cut | undefined, b) => (a === undefined || b.cost < a.cost ? b : a), undefined)?.piece;
}

/** At most `most` seats of a stretch, from the end that costs less. */
function cutNearest(stretch: Stretch, most: number, origin: Position): Cut {
  const take = Math.min(most, stretch.to - stretch.from);
  const ends = [stretch.from, stretch.to - take].map((from) => {
    const piece = { stretch, from, to: from + take };
    const distance = distanceTo(piece, origin);
    return {
      piece,
      cost: distance - PIECE_M * (take - 1) + ORPHAN_M * orphansAt(stretch, from, from + take),
    };
  });
  return ends.reduce((a, b) => (b.cost < a.cost ? b : a));
}

function rankOf(pieces: readonly Piece[], origin: Position, random: () => number): Rank {
  const apart = pieces.reduce((sum, piece) => sum + distanceTo(piece, origin), 0) / pieces.length;
  return {
    orphans: pieces.reduce((sum, { stretch, from, to }) => sum + orphansAt(stretch, from, to), 0),
    pieces: pieces.length,
    bucket: Math.floor(apart / PIECE_M),
    luck: random(),
  };
}

function disjoint(parties: readonly Party[]): readonly Party[] {
  const taken = new Map<Candidate, Set<number>>();
  return parties.filter(({ pieces }) => {
    const seats = pieces.flatMap(({ stretch: { candidate }, from, to }) =>
      Array.from({ length: to - from }, (_, i) => ({ candidate, seat: from + i })),
    );
    if (seats.some(({ candidate, seat }) => taken.get(candidate)?.has(seat))) return false;
    for (const { candidate, seat } of seats) {
      const ofSection = taken.get(candidate) ?? new Set<number>();
      taken.set(candidate, ofSection.add(seat));
    }
    return true;
  });
}

interface Position {
  readonly x: number;
  readonly y: number;
}

function positionOf(stretch: Stretch, seat: number): Position {
  return stretch.candidate.plan.seats[seat] ?? { x: 0, y: 0 };
}

function distanceTo({ stretch, from, to }: Piece, origin: Position): number {
  const { x, y } = positionOf(stretch, from + Math.floor((to - from) / 2));
  return Math.hypot(x - origin.x, y - origin.y);
}

function lengthOf(piece: Piece | undefined): number {
  return piece === undefined ? 0 : piece.to - piece.from;
}
