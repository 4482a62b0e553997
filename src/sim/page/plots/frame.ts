import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { type Markup, markup } from '../markup.ts';

/** Every plot has this size in its own units; the page scales it to the width there is, close to 1 : 1 on a phone. */
export const SIZE = { width: 400, height: 240 } as const;

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const MARGINS: Margins = { top: 10, right: 20, bottom: 38, left: 54 };

export type Scale = ScaleContinuousNumeric<number, number>;

/** One axis: where its numbers run, how they are written, what they are. */
export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly log?: boolean;
  readonly ticks?: readonly number[];
  readonly format: (value: number) => string;
}

export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
}

const TICKS = { x: 5, y: 5 } as const;

export function frameFor(x: Axis, y: Axis, margins: Margins = MARGINS, height: number = SIZE.height): Frame {
  return {
    x: scaleFor(x).range([margins.left, SIZE.width - margins.right]),
    y: scaleFor(y).range([height - margins.bottom, margins.top]),
  };
}

function scaleFor({ domain, log }: Axis): Scale {
  const [from, to] = domain;
  // A domain without width would put everything nowhere.
  const wide = to > from ? [from, to] : [from - 1, from + 1];
  return (log === true ? scaleLog() : scaleLinear()).domain(wide);
}

/** Grid lines, tick labels and axis titles. */
export function axes(
  frame: Frame,
  x: Axis,
  y: Axis,
  margins: Margins = MARGINS,
  height: number = SIZE.height,
): Markup {
  const [left, right, bottom] = [margins.left, SIZE.width - margins.right, height - margins.bottom];
  const xTicks = ticksOf(x, frame.x, TICKS.x);
  const yTicks = ticksOf(y, frame.y, TICKS.y);
  return markup`<g class="axes">
${yTicks.map((tick) => {
  const at = round(frame.y(tick));
  return markup`<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text x="${left - 6}" y="${at}" dy="0.32em" text-anchor="end">${y.format(tick)}</text>
`;
})}${xTicks.map((tick) => {
  const at = round(frame.x(tick));
  return markup`<line class="tick" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${x.format(tick)}</text>
`;
})}<line class="base" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<text class="axis-title" x="${(left + right) / 2}" y="${height - 4}" text-anchor="middle">${x.label}</text></g>`;
}

function ticksOf(axis: Axis, scale: Scale, count: number): readonly number[] {
  if (axis.ticks !== undefined) return axis.ticks;
  const ticks = scale.ticks(count);
  // A log scale offers every digit of every decade.
  return axis.log === true && ticks.length > count + 2 ? ticks.filter(isPowerOfTen) : ticks;
}

function isPowerOfTen(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}

/** Tenths of a unit are below what can be seen. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Round seconds for the ticks of an axis of time. */
export function timeTicks(from: number, to: number): number[] {
  const step = STEPS_SECONDS.find((each) => (to - from) / each <= TIME_TICKS) ?? 86_400;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step)) + 1 }, (_, i) => first + i * step);
}

const TIME_TICKS = 6;
const STEPS_SECONDS = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200];
