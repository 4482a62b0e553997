import type { ExceptionDocument, RowGroupDocument, SeatedBlockDocument } from '../document.ts';
import { GEOMETRY } from '../limits.ts';
import { attributeMask } from '../plan/index.ts';
import type { Entry } from './entries.ts';
import { describeLabels, inCountingOrder, type SeatLabels } from './labels.ts';
import { type ManifestTiers, mostFrequent } from './tiers.ts';

export const PITCH_M = 0.55;
export const ROW_DEPTH_M = 0.9;

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

function distances(seats: readonly Entry[]): readonly number[] {
  return seats.slice(1).flatMap(({ at }, i) => {
    const before = seats[i]?.at;
    return at === undefined || before === undefined ? [] : [apart(at, before)];
  });
}

function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Metres a row without positions takes up. */
export function rowWidth(row: ManifestRow): number {
  return row.seats.length * PITCH_M + row.labels.runs.reduce((sum, run) => sum + (run.gap ?? 0), 0);
}

/** Rows without positions as groups of straight lines, one below the other, from `x` to `x + width`. */
export function drawRows(
  rows: readonly ManifestRow[],
  sectionTier: string,
  x: number,
  y: number,
  width: number,
): readonly RowGroupDocument[] {
  const lineAt = (row: number): RowGroupDocument['front'] => {
    const rowY = round(y + row * ROW_DEPTH_M);
    return {
      type: 'line',
      points: [
        [round(x), rowY],
        [round(x + width), rowY],
      ],
    };
  };
  const groups: RowGroupDocument[] = [];
  let begun = 0;
  while (begun < rows.length) {
    const first = rows[begun];
    if (first === undefined) break;
    let end = begun + 1;
    while (end < rows.length && isDescribedAlike(first, rows[end])) end += 1;
    const counts = rows.slice(begun, end).map((row) => row.seats.length);
    const isUniform = counts.every((count) => count === counts[0]);
    const [run] = first.labels.runs;
    groups.push({
      labels: rows.slice(begun, end).map((row) => row.id),
      front: lineAt(begun),
      ...(end - begun > 1 ? { back: lineAt(end - 1) } : {}),
      pitch: PITCH_M,
      seats: first.labels.seats,
      runs: isUniform || run === undefined ? first.labels.runs : [{ ...run, count: counts }],
      ...(first.tier === sectionTier ? {} : { tier: first.tier }),
    });
    begun = end;
  }
  return groups;
}

/** Whether two rows can share a description: the same but for the number of seats of a single run. */
function isDescribedAlike(a: ManifestRow, b: ManifestRow | undefined): boolean {
  if (b === undefined || a.tier !== b.tier) return false;
  const shape = ({ labels, seats }: ManifestRow): string =>
    JSON.stringify([
      labels.seats,
      labels.runs.length === 1 && !Array.isArray(labels.seats)
        ? labels.runs[0]?.first
        : [labels.runs, seats.length],
    ]);
  return shape(a) === shape(b);
}

/** A row with positions: a straight line when they lie evenly on one, else place by place. */
export function traceRow(row: ManifestRow, sectionTier: string): RowGroupDocument {
  const points = row.seats.flatMap(({ at }): [number, number][] =>
    at === undefined ? [] : [[at[0], at[1]]],
  );
  const usual = median(distances(row.seats));
  const pitch = Math.min(
    GEOMETRY.pitchMax,
    Math.max(GEOMETRY.pitchMin, usual === 0 ? PITCH_M : round(usual)),
  );
  return {
    labels: [row.id],
    front: evenLine(points, pitch) ?? { type: 'places', points },
    pitch,
    seats: row.labels.seats,
    // Positions hold the aisles; a jump in the numbers alone takes no room.
    runs: row.labels.runs.map(({ gap: _gap, ...run }) => run),
    ...(row.tier === sectionTier ? {} : { tier: row.tier }),
  };
}

/** Half a centimetre: as fine as positions are kept. */
const EVEN_M = 0.005;

function evenLine(points: readonly [number, number][], pitch: number): RowGroupDocument['front'] | undefined {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const steps = points.length - 1;
  const step: [number, number] = [(last[0] - first[0]) / steps, (last[1] - first[1]) / steps];
  const isEven = points.every(
    ([x, y], i) =>
      Math.abs(first[0] + i * step[0] - x) < EVEN_M && Math.abs(first[1] + i * step[1] - y) < EVEN_M,
  );
  if (!isEven || Math.abs(Math.hypot(...step) - pitch) > EVEN_M / points.length) return undefined;
  return {
    type: 'line',
    points: [
      [first[0] - step[0] / 2, first[1] - step[1] / 2],
      [last[0] + step[0] / 2, last[1] + step[1] / 2],
    ],
  };
}

/** Seats that differ from their row in tier, price or attributes, run by run. */
export function exceptionsOf(
  rows: readonly ManifestRow[],
  tiers: ManifestTiers,
): readonly ExceptionDocument[] {
  return rows.flatMap((row) => {
    const exceptions: ExceptionDocument[] = [];
    let begun = 0;
    while (begun < row.seats.length) {
      const look = lookOf(row.seats[begun], row, tiers);
      let end = begun + 1;
      while (end < row.seats.length && lookOf(row.seats[end], row, tiers) === look) end += 1;
      const exception = exceptionFor(row, begun, end, tiers);
      if (exception !== undefined) exceptions.push(exception);
      begun = end;
    }
    return exceptions;
  });
}

function lookOf(entry: Entry | undefined, row: ManifestRow, tiers: ManifestTiers): string {
  if (entry === undefined) return '';
  const tier = tiers.of(entry);
  return `${tier.id === row.tier ? '' : tier.id} ${entry.priceMinor} ${attributeMask(entry.attributes)}`;
}

function exceptionFor(
  row: ManifestRow,
  begun: number,
  end: number,
  tiers: ManifestTiers,
): ExceptionDocument | undefined {
  const [first, last] = [row.seats[begun], row.seats[end - 1]];
  if (first === undefined || last === undefined) return undefined;
  const tier = tiers.of(first);
  const change = {
    ...(tier.id === row.tier ? {} : { tier: tier.id }),
    ...(first.priceMinor === tier.priceMinor ? {} : { priceMinor: first.priceMinor }),
    ...(first.attributes.length === 0 ? {} : { attributes: [...new Set(first.attributes)] }),
  };
  if (Object.keys(change).length === 0) return undefined;
  const range = end - begun === row.seats.length ? {} : { from: first.seat, to: last.seat };
  return { row: row.id, ...range, ...change };
}

export function seatedBlock(
  id: string,
  rows: SeatedBlockDocument['rows'],
  exceptions: readonly ExceptionDocument[],
): SeatedBlockDocument {
  return { id, rows, ...(exceptions.length === 0 ? {} : { exceptions: [...exceptions] }) };
}

export function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
