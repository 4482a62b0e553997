import { type Markup, markup } from '../markup.ts';
import { type Axis, axes, frameFor, MARGINS, round } from './frame.ts';

export interface IntervalRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const ROW_HEIGHT = 34;

/** Values with error bars, one row each, the name above its bar so that long names have room. */
export function intervalPlot(rows: readonly IntervalRow[], x: Axis, reference: number | null): Markup {
  const height = intervalHeight(rows.length);
  const margins = { ...MARGINS, left: 14 };
  const y: Axis = { label: '', domain: [rows.length, 0], ticks: [], format: String };
  const frame = frameFor(x, y, margins, height);
  const at = (value: number) => round(frame.x(Math.max(x.domain[0], Math.min(x.domain[1], value))));
  const upright =
    reference === null
      ? ''
      : markup`<line class="reference" x1="${at(reference)}" x2="${at(reference)}" y1="${margins.top}" y2="${height - margins.bottom}"/>`;
  return markup`${axes(frame, x, y, margins, height)}${upright}${rows.map((row, i) => {
    const top = margins.top + i * ROW_HEIGHT;
    return markup`<g><text class="row-name" x="${margins.left}" y="${top + 12}">${row.name}</text>
<line class="bar" x1="${at(row.low)}" x2="${at(row.high)}" y1="${top + 24}" y2="${top + 24}"/>
<circle class="value" cx="${at(row.value)}" cy="${top + 24}" r="4"/></g>`;
  })}`;
}

export function intervalHeight(rows: number): number {
  return MARGINS.top + rows * ROW_HEIGHT + MARGINS.bottom;
}

/** A domain that holds all intervals and the reference, with a little air. */
export function domainOf(rows: readonly IntervalRow[], reference: number | null): [number, number] {
  const ends = rows.flatMap(({ low, high }) => [low, high]);
  const all = reference === null ? ends : [...ends, reference];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const air = (to - from) * 0.08 || Math.abs(to) * 0.1 || 1;
  return [from - air, to + air];
}
