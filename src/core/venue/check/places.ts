import type { SeatedBlockDocument } from '../document.ts';
import { contains, distanceToOutline, type Point } from '../geometry/index.ts';
import { GEOMETRY } from '../limits.ts';
import { curveLength, curveOfRow, deriveRows, layoutRows, neededLength } from '../plan/index.ts';
import type { SectionPiece } from './pieces.ts';
import type { Path, ProblemList } from './problem-list.ts';

/** Positions of seats seen so far on one level. */
export interface LevelSpots {
  /** Claims a position; false when another seat is closer than the least distance. */
  claim(x: number, y: number): boolean;
}

/** A grid whose cells are as wide as the least distance: whatever is too near lies in the nine cells around. */
export function levelSpots(): LevelSpots {
  const cells = new Map<number, Point[]>();
  const size = GEOMETRY.seatDistanceMin;
  return {
    claim(x, y) {
      const column = Math.floor(x / size);
      const row = Math.floor(y / size);
      for (let c = column - 1; c <= column + 1; c += 1) {
        for (let r = row - 1; r <= row + 1; r += 1) {
          const near = cells
            .get(cellKey(c, r))
            ?.some((other) => Math.hypot(other[0] - x, other[1] - y) < size - 1e-9);
          if (near) return false;
        }
      }
      const cell = cells.get(cellKey(column, row));
      if (cell === undefined) cells.set(cellKey(column, row), [[x, y]]);
      else cell.push([x, y]);
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
  const before = problems.count;
  block.rows.forEach((group, index) => {
    const rows = layoutRows(group);
    const at = [...path, 'rows', index];
    for (const [k, row] of rows.entries()) {
      const curve = curveOfRow(group, k, rows.length);
      const length = curveLength(curve);
      const needed = neededLength(row, group.pitch);
      if (curve.type === 'places' && curve.points.length !== row.seatCount) {
        problems.add(
          [...at, 'front', 'points'],
          `lists ${curve.points.length} places for ${row.seatCount} seats`,
        );
        return;
      }
      if (needed > length + GEOMETRY.tolerance) {
        problems.add(
          at,
          `row ${row.id} needs ${needed.toFixed(2)} m and its curve is ${length.toFixed(2)} m long`,
        );
        return;
      }
    }
  });
  if (problems.count > before) return;

  block.rows.forEach((group, index) => {
    const rows = deriveRows({ id: block.id, rows: [group] }, piece.section.tier);
    const outside = rows.find(
      (row) => firstSeat(row, (x, y) => !isInside(piece.section.polygon, x, y)) !== undefined,
    );
    if (outside !== undefined)
      problems.add(
        [...path, 'rows', index],
        `row ${outside.id} leaves the polygon of section ${piece.section.id}`,
      );
    for (const row of rows) {
      const crowded = firstSeat(row, (x, y) => !spots.claim(x, y));
      if (crowded === undefined) continue;
      problems.add(
        [...path, 'rows', index],
        `seat ${row.numbers[crowded]} of row ${row.id} is less than ${GEOMETRY.seatDistanceMin} m from another seat`,
      );
      break;
    }
  });
}

function firstSeat(
  row: { readonly xs: Float64Array; readonly ys: Float64Array },
  is: (x: number, y: number) => boolean,
): number | undefined {
  const index = row.xs.findIndex((x, k) => is(x, row.ys[k] ?? 0));
  return index < 0 ? undefined : index;
}

export function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  return contains(polygon, x, y) || distanceToOutline(polygon, x, y) <= GEOMETRY.tolerance;
}
