import { invariant } from '../errors/index.ts';
import { type Candidate, eligibleSections } from './eligible.ts';
import type { AllocationPlan } from './plan.ts';
import { compareRanks, type Rank } from './ranking.ts';
import { DEFAULT_CANDIDATES, MAX_COUNT, type SeatChoice, type SeatRequest } from './request.ts';
import { placeSplit } from './split.ts';
import { placeStanding } from './standing.ts';
import { placeTogether } from './together.ts';

type RankedChoice = SeatChoice & { readonly rank: Rank };

/**
 * Chooses seats for a buyer. Answers candidate sets, best first and pairwise disjoint, so that when one is lost to somebody else the
 * next is still whole; empty when nothing fits.
 *
 * Dearer tiers come first, then nearness to the venue's focus in steps of a twentieth of its depth, then chance; but a set that leaves no single seat
 * alone always comes before one that does. Mode `best` falls back to several pieces near one another when no row has room for all.
 */
export function chooseSeats(plan: AllocationPlan, request: SeatRequest): readonly SeatChoice[] {
  const { count, random } = request;
  invariant(
    Number.isInteger(count) && count >= 1 && count <= MAX_COUNT,
    `count is a whole number from 1 to ${MAX_COUNT}`,
  );
  const size = request.maxCandidates ?? DEFAULT_CANDIDATES;
  const candidates = eligibleSections(plan, request);
  const standing = candidates.filter((candidate) => candidate.plan.section.kind === 'standing');
  const placed = candidates.filter((candidate) => candidate.plan.section.kind !== 'standing');

  const together = [
    ...placeTogether(placed, count, size, random).map(({ stretch, from, rank }) =>
      choice([{ candidate: stretch.candidate, seats: span(from, from + count) }], rank),
    ),
    ...standing
      .flatMap((candidate) => placeStanding(candidate, count, size, random))
      .map(({ candidate, seats, rank }) => choice([{ candidate, seats }], rank)),
  ];
  if (together.length > 0 || request.mode === 'together') return bestOf(together, size);

  const parties = placeSplit(candidates, count, size, random);
  return bestOf(
    parties.map(({ pieces, rank }) =>
      choice(
        pieces.map(({ stretch, from, to }) => ({ candidate: stretch.candidate, seats: span(from, to) })),
        rank,
      ),
    ),
    size,
  );
}

function bestOf(choices: readonly RankedChoice[], size: number): readonly SeatChoice[] {
  return [...choices]
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .slice(0, size)
    .map(({ rank: _rank, ...seats }) => seats);
}

function choice(
  pieces: readonly { readonly candidate: Candidate; readonly seats: readonly number[] }[],
  rank: Rank,
): RankedChoice {
  const seatIds = pieces.flatMap(({ candidate, seats }) =>
    seats.flatMap((seat) => candidate.plan.seats[seat]?.seatId ?? []),
  );
  return { seatIds, together: rank.pieces === 1, orphans: rank.orphans, rank };
}

function span(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
