import type { RowGroupDocument } from '../document.ts';
import { GEOMETRY } from '../limits.ts';
import { distances, type ManifestRow, median } from './rows.ts';

const PITCH_M = 0.55;
export const ROW_DEPTH_M = 0.9;

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

/** To the centimetre. */
export function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
