import type { Point, Venue } from '../../core/venue/plan/index.ts';

/** A box in metres. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function boundsOf(points: Iterable<Point>): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return left > right ? { left: 0, top: 0, right: 1, bottom: 1 } : { left, top, right, bottom };
}

/** All corners of what is drawn of a venue: its sections, and the stage or pitch they look at. */
export function wholePlan({ sections, document }: Pick<Venue, 'sections' | 'document'>): readonly Point[] {
  return [...sections, ...(document.features ?? [])].flatMap(({ polygon }) => polygon);
}

export function middleOf({ left, top, right, bottom }: Bounds): Point {
  return [(left + right) / 2, (top + bottom) / 2];
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;
}

export function grown(bounds: Bounds, by: number): Bounds {
  return {
    left: bounds.left - by,
    top: bounds.top - by,
    right: bounds.right + by,
    bottom: bounds.bottom + by,
  };
}

/** Whether a point is inside a polygon: a ray to the right crosses its edges an odd number of times. */
export function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (previous !== undefined && corner[1] > y !== previous[1] > y) {
      const crossing = ((previous[0] - corner[0]) * (y - corner[1])) / (previous[1] - corner[1]) + corner[0];
      if (x < crossing) inside = !inside;
    }
    previous = corner;
  }
  return inside;
}

/** The distance from a point to the nearest edge of a polygon. */
export function roomAround(polygon: readonly Point[], [x, y]: Point): number {
  let least = Infinity;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (previous !== undefined) {
      const [dx, dy] = [corner[0] - previous[0], corner[1] - previous[1]];
      const along = ((x - previous[0]) * dx + (y - previous[1]) * dy) / Math.max(1e-12, dx * dx + dy * dy);
      const share = Math.min(1, Math.max(0, along));
      least = Math.min(least, Math.hypot(previous[0] + share * dx - x, previous[1] + share * dy - y));
    }
    previous = corner;
  }
  return least;
}
