import type { NumberingDocument, RowGroupDocument } from '../document.ts';
import { labelOf, rowLabelsOf, valueAt } from './labels.ts';

export interface RunLayout {
  readonly count: number;
  /** Numbering value of its first seat. */
  readonly first: number;
  /** Metres of aisle before it. */
  readonly gap: number;
}

/** One row of a group, spelled out but not yet placed. */
export interface RowLayout {
  readonly id: string;
  readonly tier: string | undefined;
  readonly runs: readonly RunLayout[];
  readonly seatCount: number;
}

export function layoutRows(group: RowGroupDocument): readonly RowLayout[] {
  return rowLabelsOf(group).map((id, row) => {
    const runs = layoutRuns(group, row);
    return {
      id,
      tier: Array.isArray(group.tier) ? group.tier[row] : group.tier,
      runs,
      seatCount: runs.reduce((sum, run) => sum + run.count, 0),
    };
  });
}

function layoutRuns(group: RowGroupDocument, row: number): readonly RunLayout[] {
  const numbering = numberingOf(group);
  let next = numbering.first ?? 1;
  return group.runs.map((run, position) => {
    const count = Array.isArray(run.count) ? (run.count[row] ?? 0) : run.count;
    const first = run.first ?? next;
    next = valueAt(numbering, first, count);
    return { count, first, gap: position === 0 ? 0 : (run.gap ?? 0) };
  });
}

/** Seat numbers along the row, as they stand in seat ids. */
export function seatNumbersOf(group: RowGroupDocument, row: RowLayout): readonly string[] {
  if (Array.isArray(group.seats)) return group.seats;
  const numbering = numberingOf(group);
  return row.runs.flatMap((run) =>
    Array.from({ length: run.count }, (_, i) => labelOf(numbering, valueAt(numbering, run.first, i))),
  );
}

/** The rule seats are numbered by; the default one when their labels are listed. */
export function numberingOf(group: RowGroupDocument): NumberingDocument {
  return group.seats === undefined || Array.isArray(group.seats) ? {} : group.seats;
}
