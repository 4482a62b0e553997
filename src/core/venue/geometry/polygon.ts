/** Metres: x to the right, y down the page. */
export type Point = readonly [x: number, y: number];

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function boundsOf(points: readonly Point[]): Bounds {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { minX, minY, maxX, maxY };
}

export function boundsTouch(a: Bounds, b: Bounds): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

/** Calls `visit` for each edge, the closing one included. Stops early when it answers true. */
export function someEdge(
  polygon: readonly Point[],
  visit: (ax: number, ay: number, bx: number, by: number, index: number) => boolean,
): boolean {
  let previous = polygon[polygon.length - 1];
  let index = polygon.length - 1;
  for (const corner of polygon) {
    if (previous !== undefined && visit(previous[0], previous[1], corner[0], corner[1], index)) return true;
    previous = corner;
    index = (index + 1) % polygon.length;
  }
  return false;
}

/** Square metres, whatever way round the corners go (shoelace formula). */
export function areaOf(polygon: readonly Point[]): number {
  let twice = 0;
  someEdge(polygon, (ax, ay, bx, by) => {
    twice += ax * by - bx * ay;
    return false;
  });
  return Math.abs(twice) / 2;
}

/** Even-odd rule; a point on the outline may count either way. Written as a plain loop: it runs once per seat and corner. */
export function contains(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let [ax, ay] = polygon[polygon.length - 1] ?? [0, 0];
  for (const [bx, by] of polygon) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    ax = bx;
    ay = by;
  }
  return inside;
}

function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

export function distanceToOutline(polygon: readonly Point[], x: number, y: number): number {
  let least = Infinity;
  someEdge(polygon, (ax, ay, bx, by) => {
    least = Math.min(least, distanceToSegment(x, y, ax, ay, bx, by));
    return false;
  });
  return least;
}

/** A point well inside: the centroid when it is inside, else the middle of the longest stretch of a line across. */
export function insidePoint(polygon: readonly Point[]): Point {
  const centroid = centroidOf(polygon);
  if (contains(polygon, centroid[0], centroid[1])) return centroid;
  const { minY, maxY } = boundsOf(polygon);
  let best: { width: number; point: Point } = { width: -1, point: centroid };
  for (const share of [0.5, 0.3, 0.7, 0.1, 0.9]) {
    const y = minY + (maxY - minY) * share;
    const crossings: number[] = [];
    someEdge(polygon, (ax, ay, bx, by) => {
      if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
      return false;
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = crossings[i] ?? 0;
      const to = crossings[i + 1] ?? 0;
      if (to - from > best.width) best = { width: to - from, point: [(from + to) / 2, y] };
    }
  }
  return best.point;
}

function centroidOf(polygon: readonly Point[]): Point {
  let twice = 0;
  let x = 0;
  let y = 0;
  someEdge(polygon, (ax, ay, bx, by) => {
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    return false;
  });
  if (twice === 0) return polygon[0] ?? [0, 0];
  return [x / (3 * twice), y / (3 * twice)];
}
