import {
  boundsOf,
  boundsTouch,
  contains,
  distanceToOutline,
  insidePoint,
  type Point,
  someEdge,
} from './polygon.ts';

/** Indexes of two edges that cross or touch although they are not neighbours, or undefined. Quadratic in the corners. */
export function selfCrossing(polygon: readonly Point[]): readonly [number, number] | undefined {
  const n = polygon.length;
  let found: readonly [number, number] | undefined;
  someEdge(polygon, (ax, ay, bx, by, i) =>
    someEdge(polygon, (cx, cy, dx, dy, j) => {
      const apart = Math.abs(i - j);
      if (j <= i || apart === 1 || apart === n - 1) return false;
      if (!segmentsMeet(ax, ay, bx, by, cx, cy, dx, dy)) return false;
      found = [i, j];
      return true;
    }),
  );
  return found;
}

/**
 * True when two outlines share ground deeper than `tolerance` metres; sharing an edge is not overlapping. Every corner and every piece
 * between crossings of one outline is looked up in the other, so the work is the product of their corners.
 */
export function outlinesOverlap(a: readonly Point[], b: readonly Point[], tolerance: number): boolean {
  if (!boundsTouch(boundsOf(a), boundsOf(b))) return false;
  return (
    isDeepInside(b, insidePoint(a), tolerance) ||
    isDeepInside(a, insidePoint(b), tolerance) ||
    edgesEnter(a, b, tolerance) ||
    edgesEnter(b, a, tolerance)
  );
}

function isDeepInside(polygon: readonly Point[], [x, y]: Point, tolerance: number): boolean {
  return contains(polygon, x, y) && distanceToOutline(polygon, x, y) > tolerance;
}

function edgesEnter(polygon: readonly Point[], other: readonly Point[], tolerance: number): boolean {
  const bounds = boundsOf(other);
  return someEdge(polygon, (ax, ay, bx, by) => {
    if (Math.min(ax, bx) > bounds.maxX || Math.max(ax, bx) < bounds.minX) return false;
    if (Math.min(ay, by) > bounds.maxY || Math.max(ay, by) < bounds.minY) return false;
    const cuts = crossings(ax, ay, bx, by, other);
    // An edge that crosses nothing and begins outside stays outside.
    if (cuts.length === 0 && !contains(other, ax, ay)) return false;
    const marks = [0, ...cuts.sort((p, q) => p - q), 1];
    return marks.some((mark, k) => {
      const middle = (mark + (marks[k + 1] ?? mark)) / 2;
      return [mark, middle].some((t) =>
        isDeepInside(other, [ax + t * (bx - ax), ay + t * (by - ay)], tolerance),
      );
    });
  });
}

/** Shares of the way from a to b at which the outline crosses it. Parallels divide by 0, which no comparison lets through. */
function crossings(ax: number, ay: number, bx: number, by: number, outline: readonly Point[]): number[] {
  const cuts: number[] = [];
  const [minX, maxX, minY, maxY] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  let [cx, cy] = outline[outline.length - 1] ?? [0, 0];
  for (const [dx, dy] of outline) {
    const isApart =
      (cx < minX && dx < minX) ||
      (cx > maxX && dx > maxX) ||
      (cy < minY && dy < minY) ||
      (cy > maxY && dy > maxY);
    if (!isApart) {
      const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross;
      const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross;
      if (t > 0 && t < 1 && u >= 0 && u <= 1) cuts.push(t);
    }
    cx = dx;
    cy = dy;
  }
  return cuts;
}

function side(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}

/** Crossing, touching or lying on one another. */
function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = side(ax, ay, bx, by, cx, cy);
  const d = side(ax, ay, bx, by, dx, dy);
  const a = side(cx, cy, dx, dy, ax, ay);
  const b = side(cx, cy, dx, dy, bx, by);
  if (c !== d && a !== b) return true;
  return (
    (c === 0 && inBox(ax, ay, bx, by, cx, cy)) ||
    (d === 0 && inBox(ax, ay, bx, by, dx, dy)) ||
    (a === 0 && inBox(cx, cy, dx, dy, ax, ay)) ||
    (b === 0 && inBox(cx, cy, dx, dy, bx, by))
  );
}

function inBox(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}
