import type { RowGroupDocument, SeatedBlockDocument } from '../document.ts';
import { contains, distanceToOutline, type Point } from '../geometry/index.ts';
import { GEOMETRY } from '../limits.ts';
import {
  curveLength,
  curveOfRow,
  layoutRows,
  neededLength,
  type Places,
  placeRow,
  type RowLayout,
  seatNumbersOf,
} from '../plan/index.ts';
import type { SectionPiece } from './pieces.ts';
import type { Path, ProblemList } from './problem-list.ts';

/** Positions of seats seen so far on one level. */
export interface LevelSpots {
  /** Claims a position; false when another seat is closer than the least distance. */
  claim(x: number, y: number): boolean;
}

/**
 * A grid whose cells are as wide as the least distance: whatever is too near lies in the nine cells around. Positions stand in one list,
 * and those of a cell are chained.
 */
export function levelSpots(): LevelSpots {
  const xs: number[] = [];
  const ys: number[] = [];
  const nextInCell: number[] = [];
  const cells = new Map<number, number>();
  const size = GEOMETRY.seatDistanceMin;

  function isTaken(key: number, x: number, y: number): boolean {
    for (let spot = cells.get(key) ?? -1; spot >= 0; spot = nextInCell[spot] ?? -1) {
      if (Math.hypot((xs[spot] ?? 0) - x, (ys[spot] ?? 0) - y) < size - 1e-9) return true;
    }
    return false;
  }
  return {
    claim(x, y) {
      const column = Math.floor(x / size);
      const row = Math.floor(y / size);
      for (let c = column - 1; c <= column + 1; c += 1) {
        for (let r = row - 1; r <= row + 1; r += 1) if (isTaken(cellKey(c, r), x, y)) return false;
      }
      const key = cellKey(column, row);
      nextInCell.push(cells.get(key) ?? -1);
      cells.set(key, xs.push(x) - 1);
      ys.push(y);
      return true;
    },
  };
}

/** Distinct for all cells within millions of metres of the origin. */
function cellKey(column: number, row: number): number {
  return column * 2 ** 26 + row;
}

/** Whether each row fits on its curve, stays inside its section and keeps clear of every other seat of the level. */
export function checkBlockPlaces(
  piece: SectionPiece,
  block: SeatedBlockDocument,
  path: Path,
  spots: LevelSpots,
  problems: ProblemList,
): void {
  block.rows.forEach((group, index) => {
    const at = [...path, 'rows', index];
    const rows = layoutRows(group);
    const misfit = firstOf(rows, (row, k) => misfitOf(group, row, k, rows.length));
    if (misfit !== undefined) {
      problems.add(at, misfit);
      return;
    }

    const placed = rows.map((row, k) => ({ row, places: placeRow(group, row, k, rows.length) }));
    const { polygon, id } = piece.section;
    const outside = placed.find(({ places }) => seatWhere(places, (x, y) => !isInside(polygon, x, y)) >= 0);
    if (outside !== undefined) problems.add(at, `row ${outside.row.id} leaves the polygon of section ${id}`);
    const crowded = firstOf(placed, ({ row, places }) => {
      const seat = seatWhere(places, (x, y) => !spots.claim(x, y));
      return seat < 0 ? undefined : `seat ${seatNumbersOf(group, row)[seat]} of row ${row.id}`;
    });
    if (crowded !== undefined)
      problems.add(at, `${crowded} is less than ${GEOMETRY.seatDistanceMin} m from another seat`);
  });
}

function misfitOf(
  group: RowGroupDocument,
  row: RowLayout,
  index: number,
  rowCount: number,
): string | undefined {
  const curve = curveOfRow(group, index, rowCount);
  if (curve.type === 'places') {
    if (curve.points.length === row.seatCount) return undefined;
    return `row ${row.id} has ${row.seatCount} seats and ${curve.points.length} places`;
  }
  const length = curveLength(curve);
  const needed = neededLength(row, group.pitch);
  if (needed <= length + GEOMETRY.tolerance) return undefined;
  return `row ${row.id} needs ${needed.toFixed(2)} m and its curve is ${length.toFixed(2)} m long`;
}

function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Index of the first seat for which `is` holds, or −1. */
function seatWhere({ xs, ys }: Places, is: (x: number, y: number) => boolean): number {
  return xs.findIndex((x, seat) => is(x, ys[seat] ?? 0));
}

export function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  return contains(polygon, x, y) || distanceToOutline(polygon, x, y) <= GEOMETRY.tolerance;
}
