import type { Entry } from './entries.ts';
import { describeLabels, inCountingOrder, type SeatLabels } from './labels.ts';
import { type ManifestTiers, mostFrequent } from './tiers.ts';

/** A row of a manifest in the order of its seats, described but not yet drawn. */
export interface ManifestRow {
  readonly id: string;
  readonly seats: readonly Entry[];
  readonly labels: SeatLabels;
  readonly tier: string;
}

/** Rows of a block in order of appearance. Seats with positions are taken in the order in which they stand. */
export function rowsOf(block: readonly Entry[], tiers: ManifestTiers): readonly ManifestRow[] {
  return [...Map.groupBy(block, (entry) => entry.row)].map(([id, entries]) => {
    const seats = alongTheRow(entries);
    const labels = describeLabels(
      seats.map((entry) => entry.seat),
      aislesIn(seats),
    );
    return { id, seats, labels, tier: mostFrequent(seats.map((entry) => tiers.of(entry).id)) };
  });
}

/** Sorts seats by where they lie on the line between the two that are farthest from the middle on either side. */
function alongTheRow(entries: readonly Entry[]): readonly Entry[] {
  const counted = inCountingOrder(entries);
  const placed = counted.flatMap((entry) => (entry.at === undefined ? [] : [{ entry, at: entry.at }]));
  const [first] = placed;
  if (placed.length < counted.length || first === undefined) return counted;
  const farthestFrom = (from: readonly [number, number]): readonly [number, number] =>
    placed.reduce((far, { at }) => (apart(at, from) > apart(far, from) ? at : far), from);
  const end = farthestFrom(first.at);
  const start = farthestFrom(end);
  const along = ([x, y]: readonly [number, number]): number =>
    (x - start[0]) * (end[0] - start[0]) + (y - start[1]) * (end[1] - start[1]);
  const ordered = placed.toSorted((a, b) => along(a.at) - along(b.at)).map(({ entry }) => entry);
  const firstIsLast = ordered.indexOf(first.entry) > ordered.length / 2;
  return firstIsLast ? ordered.toReversed() : ordered;
}

/** Positions before which the distance is so much larger than usual that there must be an aisle. */
function aislesIn(seats: readonly Entry[]): ReadonlySet<number> {
  const steps = distances(seats);
  const usual = median(steps);
  return new Set(steps.flatMap((step, i) => (step > usual * 1.5 ? [i + 1] : [])));
}

/** Metres from each seat to the next. */
export function distances(seats: readonly Entry[]): readonly number[] {
  return seats.slice(1).flatMap(({ at }, i) => {
    const before = seats[i]?.at;
    return at === undefined || before === undefined ? [] : [apart(at, before)];
  });
}

function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
