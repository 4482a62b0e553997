import type { Point } from './polygon.ts';

/** Convex hull (Andrew's monotone chain), corners in order. */
function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && !turnsLeft(chain[chain.length - 2], chain[chain.length - 1], point))
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (a === undefined || b === undefined) return true;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 1e-9;
}

/** Every corner with that many points of a circle around it: what a hull must hold to keep a margin. */
const CIRCLE = Array.from({ length: 8 }, (_, i): Point => {
  const angle = (i * Math.PI) / 4 + Math.PI / 8;
  return [Math.cos(angle), Math.sin(angle)];
});

/** An outline that keeps about `margin` metres around all points, with at most `cornersMax` corners. */
export function outlineAround(
  points: readonly Point[],
  margin: number,
  cornersMax: number,
): readonly Point[] {
  const corners = convexHull(points);
  const around = (corners.length === 0 ? points : corners).flatMap(([x, y]) =>
    CIRCLE.map(([dx, dy]): Point => [x + dx * margin, y + dy * margin]),
  );
  let outline = convexHull(around);
  while (outline.length > cornersMax) outline = outline.filter((_, i) => i % 2 === 0);
  return outline;
}
