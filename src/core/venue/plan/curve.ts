import type { CurveDocument, RowGroupDocument } from '../document.ts';
import type { Point } from '../geometry/index.ts';
import type { RowLayout } from './row-layout.ts';

/** The curve of row `row` of `rowCount`: between `front` and `back`, evenly. Both must be of one type with as many points. */
export function curveOfRow(group: RowGroupDocument, row: number, rowCount: number): CurveDocument {
  const { front, back } = group;
  if (back === undefined || rowCount < 2) return front;
  const share = row / (rowCount - 1);
  if (front.type === 'arc' && back.type === 'arc') {
    return {
      type: 'arc',
      center: between(front.center, back.center, share),
      radius: mix(front.radius, back.radius, share),
      start: mix(front.start, back.start, share),
      end: mix(front.end, back.end, share),
    };
  }
  if (front.type === 'line' && back.type === 'line') {
    return { type: 'line', points: front.points.map((p, i) => between(p, back.points[i] ?? p, share)) };
  }
  return front;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function between(from: Point, to: Point, share: number): [number, number] {
  return [mix(from[0], to[0], share), mix(from[1], to[1], share)];
}

/** Metres along the curve; for single places, what they can hold is their number, so the length is endless. */
export function curveLength(curve: CurveDocument): number {
  if (curve.type === 'arc') return Math.abs(curve.end - curve.start) * (Math.PI / 180) * curve.radius;
  if (curve.type === 'places') return Infinity;
  let length = 0;
  let previous = curve.points[0];
  for (const point of curve.points) {
    if (previous !== undefined) length += Math.hypot(point[0] - previous[0], point[1] - previous[1]);
    previous = point;
  }
  return length;
}

/** Metres a row needs: a pitch per seat plus its aisles. */
export function neededLength(row: RowLayout, pitch: number): number {
  return row.seatCount * pitch + row.runs.reduce((sum, run) => sum + run.gap, 0);
}

/** Centres of a row's seats in row order, metres. */
export interface Places {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/**
 * Places row `index` of a group's `rowCount` rows on its curve: seats `pitch` apart, aisles between runs, the whole aligned. A line goes
 * on straight beyond its ends.
 */
export function placeRow(group: RowGroupDocument, row: RowLayout, index: number, rowCount: number): Places {
  const curve = curveOfRow(group, index, rowCount);
  const xs = new Float64Array(row.seatCount);
  const ys = new Float64Array(row.seatCount);
  if (curve.type === 'places') {
    curve.points.forEach(([x, y], seat) => {
      xs[seat] = x;
      ys[seat] = y;
    });
    return { xs, ys };
  }
  const spare = curveLength(curve) - neededLength(row, group.pitch);
  let distance = group.align === 'start' ? 0 : group.align === 'end' ? spare : spare / 2;
  const pointAt = walker(curve);
  let seat = 0;
  for (const run of row.runs) {
    distance += run.gap;
    for (let i = 0; i < run.count; i += 1) {
      const [x, y] = pointAt(distance + group.pitch / 2);
      xs[seat] = x;
      ys[seat] = y;
      seat += 1;
      distance += group.pitch;
    }
  }
  return { xs, ys };
}

/** Answers the point at a distance along the curve; distances must not decrease from call to call. */
function walker(curve: Exclude<CurveDocument, { type: 'places' }>): (distance: number) => Point {
  if (curve.type === 'arc') {
    const start = (curve.start * Math.PI) / 180;
    const turn = Math.sign(curve.end - curve.start) / curve.radius;
    const [cx, cy] = curve.center;
    return (distance) => {
      const angle = start + turn * distance;
      return [cx + curve.radius * Math.cos(angle), cy + curve.radius * Math.sin(angle)];
    };
  }
  const { points } = curve;
  let piece = 0;
  let begun = 0;
  return (distance) => {
    for (;;) {
      const a = points[piece] ?? [0, 0];
      const b = points[piece + 1] ?? a;
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (distance - begun <= length || piece + 2 >= points.length) {
        const share = length === 0 ? 0 : (distance - begun) / length;
        return between(a, b, share);
      }
      begun += length;
      piece += 1;
    }
  };
}
