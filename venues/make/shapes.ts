import type { RowGroupDocument } from '../../src/core/venue/index.ts';

export type Pair = [number, number];

/** A ring sector: what lies between two radii and two angles (degrees) around a centre. */
export interface Sector {
  readonly center: Pair;
  readonly inner: number;
  readonly outer: number;
  readonly start: number;
  readonly end: number;
}

/** Centimetres and hundredths of a degree are as fine as a plan needs. */
export function round2(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

export function onCircle(center: Pair, radius: number, degrees: number): Pair {
  const angle = (degrees * Math.PI) / 180;
  return [round2(center[0] + radius * Math.cos(angle)), round2(center[1] + radius * Math.sin(angle))];
}

/** The outline of a ring sector, its arcs drawn with `steps` chords each. */
export function sectorPolygon({ center, inner, outer, start, end }: Sector, steps: number): Pair[] {
  const angles = Array.from({ length: steps + 1 }, (_, i) => start + ((end - start) * i) / steps);
  return [
    ...angles.map((angle) => onCircle(center, inner, angle)),
    ...angles.toReversed().map((angle) => onCircle(center, outer, angle)),
  ];
}

export function arc(center: Pair, radius: number, start: number, end: number): RowGroupDocument['front'] {
  return { type: 'arc', center, radius: round2(radius), start: round2(start), end: round2(end) };
}

export function line(...points: Pair[]): RowGroupDocument['front'] {
  return { type: 'line', points: points.map(([x, y]): Pair => [round2(x), round2(y)]) };
}

/** Seats that fit on each of `rows` arcs of `degrees`, leaving `aisle` metres free. */
export function seatsOnArcs(
  degrees: number,
  firstRadius: number,
  rowDepth: number,
  rows: number,
  pitch: number,
  aisle: number,
): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const length = (Math.abs(degrees) * Math.PI * (firstRadius + row * rowDepth)) / 180;
    return Math.floor((length - aisle) / pitch + 1e-9);
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One number when all rows have as many seats, else the list. */
export function counts(values: readonly number[]): number | number[] {
  const [first = 0] = values;
  return values.every((value) => value === first) ? first : [...values];
}
