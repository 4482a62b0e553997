import { area, curveStepAfter, line } from 'd3-shape';
import { type Markup, markup, trusted } from '../markup.ts';
import { type Axis, axes, type Frame, frameFor, round } from './frame.ts';

export type Point = readonly [x: number, y: number];

export interface Line {
  readonly name: string;
  /** CSS class that draws the line. */
  readonly look: string;
  readonly points: readonly Point[];
  /** Values hold until the next one. */
  readonly steps?: boolean;
  /** Marks on the points, or marks alone. */
  readonly dots?: boolean | 'only';
}

export interface Band {
  readonly look: string;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

export interface LinePlot {
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly band?: Band;
  /** Upright error bars. */
  readonly whiskers?: readonly (readonly [x: number, low: number, high: number])[];
}

export function linePlot({ x, y, lines, band, whiskers = [] }: LinePlot): Markup {
  const frame = frameFor(x, y);
  return markup`${axes(frame, x, y)}${band === undefined ? '' : bandPath(band, frame)}${whiskers.map(([at, low, high]) => whisker(frame, at, low, high))}${lines.map((each) => linePath(each, frame))}`;
}

function bandPath({ look, points }: Band, { x, y }: Frame): Markup {
  const shape = area<Band['points'][number]>(
    ([at]) => x(at),
    ([, low]) => y(low),
    ([, , high]) => y(high),
  ).digits(1);
  return markup`<path class="${look}" d="${trusted(shape(points) ?? '')}"/>`;
}

function whisker({ x, y }: Frame, at: number, low: number, high: number): Markup {
  return markup`<line class="whisker" x1="${round(x(at))}" x2="${round(x(at))}" y1="${round(y(low))}" y2="${round(y(high))}"/>`;
}

function linePath({ look, points, steps, dots }: Line, { x, y }: Frame): Markup {
  const shape = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  ).digits(1);
  if (steps === true) shape.curve(curveStepAfter);
  const path = dots === 'only' ? '' : markup`<path class="${look}" d="${trusted(shape(points) ?? '')}"/>`;
  return markup`${path}${
    dots === true || dots === 'only'
      ? points.map(
          ([at, value]) =>
            markup`<circle class="${look} dot" cx="${round(x(at))}" cy="${round(y(value))}" r="2.5"/>`,
        )
      : ''
  }`;
}
