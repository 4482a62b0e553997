import {
  idPattern,
  type NumberingDocument,
  type RowGroupDocument,
  type SeatedBlockDocument,
} from '../document.ts';
import { LIMITS } from '../limits.ts';
import {
  isLabelable,
  labelOf,
  layoutRows,
  numberingOf,
  type RowLayout,
  rowCountOf,
  rowLabelsOf,
  seatNumbersOf,
  valueAt,
} from '../plan/index.ts';
import type { Path, ProblemList } from './problem-list.ts';

/**
 * Whether the described rows can be spelled out: lists as long as there are rows, labels that can be written, nothing named twice.
 *
 * @returns false when the block's seats cannot be derived; what was wrong has been added.
 */
export function checkBlockRows(block: SeatedBlockDocument, path: Path, problems: ProblemList): boolean {
  const before = problems.count;
  for (const [index, group] of block.rows.entries()) checkGroup(group, [...path, 'rows', index], problems);
  if (problems.count > before) return false;

  const rowIds = new Set<string>();
  block.rows.forEach((group, index) => {
    for (const id of rowLabelsOf(group)) {
      if (rowIds.has(id))
        problems.add([...path, 'rows', index, 'labels'], `row ${id} occurs more than once in the block`);
      rowIds.add(id);
    }
    checkSeatNumbers(group, [...path, 'rows', index], problems);
  });
  return problems.count === before;
}

function checkGroup(group: RowGroupDocument, path: Path, problems: ProblemList): void {
  const rowCount = rowCountOf(group);
  if (!Array.isArray(group.labels)) {
    checkLabels(group.labels, group.labels.first ?? 1, rowCount, [...path, 'labels'], problems);
  }
  if (Array.isArray(group.tier) && group.tier.length !== rowCount) {
    problems.add([...path, 'tier'], `lists ${group.tier.length} tiers for ${rowCount} rows`);
  }
  group.runs.forEach((run, index) => {
    if (Array.isArray(run.count) && run.count.length !== rowCount) {
      problems.add(
        [...path, 'runs', index, 'count'],
        `lists ${run.count.length} counts for ${rowCount} rows`,
      );
    }
  });
  checkCurves(group, rowCount, path, problems);
}

function checkCurves(group: RowGroupDocument, rowCount: number, path: Path, problems: ProblemList): void {
  const { front, back } = group;
  if (rowCount > 1 && back === undefined)
    problems.add(path, `needs a back curve, because it has ${rowCount} rows`);
  if (front.type === 'places' && back !== undefined)
    problems.add([...path, 'back'], 'listed places describe a single row');
  if (back === undefined) return;
  if (front.type !== back.type) problems.add([...path, 'back'], 'must be of the same type as front');
  if (front.type === 'line' && back.type === 'line' && front.points.length !== back.points.length) {
    problems.add([...path, 'back', 'points'], 'must have as many points as front');
  }
}

function checkSeatNumbers(group: RowGroupDocument, path: Path, problems: ProblemList): void {
  const before = problems.count;
  const rows = layoutRows(group);
  if (Array.isArray(group.seats)) {
    checkListedSeats(group, rows, group.seats.length, path, problems);
  } else {
    for (const run of rows.flatMap((row) => row.runs)) {
      checkLabels(numberingOf(group), run.first, run.count, [...path, 'seats'], problems);
      if (problems.count > before) return;
    }
  }
  const countsThrough =
    !Array.isArray(group.seats) && group.runs.slice(1).every((run) => run.first === undefined);
  if (problems.count > before || countsThrough) return;
  for (const row of rows) {
    const numbers = seatNumbersOf(group, row);
    if (new Set(numbers).size === numbers.length) continue;
    const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
    problems.add([...path, 'seats'], `seat ${twice} occurs more than once in row ${row.id}`);
    return;
  }
}

function checkListedSeats(
  group: RowGroupDocument,
  rows: readonly RowLayout[],
  listed: number,
  path: Path,
  problems: ProblemList,
): void {
  const odd = rows.find((row) => row.seatCount !== listed);
  if (odd !== undefined) {
    problems.add([...path, 'seats'], `lists ${listed} seats, and row ${odd.id} has ${odd.seatCount}`);
  }
  group.runs.forEach((run, index) => {
    if (run.first !== undefined) {
      problems.add([...path, 'runs', index, 'first'], 'has no meaning when seats are listed');
    }
  });
}

/** The extremes of an arithmetic sequence of labels tell for all of them. */
function checkLabels(
  numbering: NumberingDocument,
  first: number,
  count: number,
  path: Path,
  problems: ProblemList,
): void {
  for (const value of [first, valueAt(numbering, first, count - 1)]) {
    if (!isLabelable(numbering, value)) {
      const least = numbering.scheme === 'letter' ? 'letters begin at 1' : 'numbers begin at 0';
      problems.add(path, `counts to ${value}, and ${least}`);
      return;
    }
    const label = labelOf(numbering, value);
    if (!idPattern.test(label)) {
      problems.add(path, `makes the label ${label}, which is not an id`);
      return;
    }
  }
  if (count > 1 && valueAt(numbering, first, 1) === first) problems.add([...path, 'step'], 'must not be 0');
}

/** Seats of a block by counting alone; safe before anything was derived. */
export function countSeats(block: SeatedBlockDocument): number {
  return block.rows.reduce((sum, group) => {
    const rowCount = rowCountOf(group);
    return sum + group.runs.reduce((runs, run) => runs + runSeats(run.count, rowCount), 0);
  }, 0);
}

function runSeats(count: number | number[], rowCount: number): number {
  return Array.isArray(count) ? count.reduce((sum, seats) => sum + seats, 0) : count * rowCount;
}

/**
 * Whether exceptions name rows and seats that exist. Looking seats up costs up to a row's length each, so the total is bounded.
 */
export function checkExceptions(block: SeatedBlockDocument, path: Path, problems: ProblemList): void {
  const rows = block.rows.flatMap((group) => layoutRows(group).map((row) => ({ group, row })));
  const rowIndex = new Map(rows.map(({ row }, index) => [row.id, index]));
  let lookups = 0;
  for (const [index, exception] of (block.exceptions ?? []).entries()) {
    const at = [...path, 'exceptions', index];
    const first = rowIndex.get(exception.row);
    const last = rowIndex.get(exception.toRow ?? exception.row);
    if (first === undefined) problems.add([...at, 'row'], `there is no row ${exception.row} in the block`);
    if (last === undefined) problems.add([...at, 'toRow'], `there is no row ${exception.toRow} in the block`);
    if (first === undefined || last === undefined) continue;
    if (last < first) problems.add([...at, 'toRow'], 'comes before row');
    for (let k = first; k <= last; k += 1) {
      const entry = rows[k];
      if (entry === undefined) continue;
      lookups += entry.row.seatCount;
      if (lookups > LIMITS.seats * 4) {
        problems.add(
          [...path, 'exceptions'],
          'cover the same seats too often; describe the rows differently',
        );
        return;
      }
      if (exception.from === undefined && exception.to === undefined) continue;
      if (!checkSeatRange(seatNumbersOf(entry.group, entry.row), entry.row.id, exception, at, problems))
        break;
    }
  }
}

function checkSeatRange(
  numbers: readonly string[],
  rowId: string,
  range: { from?: string | undefined; to?: string | undefined },
  path: Path,
  problems: ProblemList,
): boolean {
  const from = range.from === undefined ? 0 : numbers.indexOf(range.from);
  const to = range.to === undefined ? numbers.length - 1 : numbers.indexOf(range.to);
  if (from < 0) problems.add([...path, 'from'], `there is no seat ${range.from} in row ${rowId}`);
  if (to < 0) problems.add([...path, 'to'], `there is no seat ${range.to} in row ${rowId}`);
  if (from >= 0 && to >= 0 && to < from) problems.add([...path, 'to'], `comes before from in row ${rowId}`);
  return from >= 0 && to >= from;
}
