import { cyan, plot, yellow } from 'asciichart';
import type { View } from '../framework/index.ts';

const LABEL_COLUMNS = 9;
const HEIGHT = 6;

export interface Chart {
  readonly title: string;
  readonly values: readonly number[];
  /** Drawn behind the values. */
  readonly reference?: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly format: (value: number) => string;
}

/** A line chart as wide as the terminal, at most 100 columns; a line of text when there is nothing to draw. */
export function chart(
  { title, values, reference, from, to, format }: Chart,
  { paint, columns }: View,
): string {
  const width = Math.max(20, Math.min(columns, 100) - LABEL_COLUMNS - 2);
  if (values.length === 0) return `${title}: nothing`;
  const series = [...(reference === undefined ? [] : [reference]), values].map((each) =>
    resampled(each, width),
  );
  const isColoured = paint.cyan('x') !== 'x';
  const drawn = plot(series, {
    height: HEIGHT,
    min: 0,
    offset: 2,
    format: (value: number) => format(Math.max(0, value)).padStart(LABEL_COLUMNS),
    colors: isColoured && reference !== undefined ? [yellow, cyan] : [undefined],
  });
  const axis = `${' '.repeat(LABEL_COLUMNS + 2)}${from}${to.padStart(Math.max(1, width - from.length))}`;
  return [paint.bold(title), drawn, axis].map((line) => line.trimEnd()).join('\n');
}

/** As many values as there are columns: means of what falls into each. */
function resampled(values: readonly number[], width: number): number[] {
  if (values.length <= width) {
    return Array.from({ length: width }, (_, i) => values[Math.floor((i * values.length) / width)] ?? 0);
  }
  return Array.from({ length: width }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / width),
      Math.max(Math.floor((i * values.length) / width) + 1, Math.floor(((i + 1) * values.length) / width)),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

const BAR_CELLS = 24;

/** A bar for a share from 0 to 1. */
export function bar(share: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

const INTERVAL_CELLS = 21;

/** `├──●──┤` on a scale from `low` to `high`, with `┆` where the reference is. */
export function interval(
  value: { readonly value: number; readonly low: number; readonly high: number },
  scale: { readonly low: number; readonly high: number; readonly reference: number },
): string {
  const at = (x: number) =>
    Math.max(
      0,
      Math.min(
        INTERVAL_CELLS - 1,
        Math.round(((x - scale.low) / (scale.high - scale.low)) * (INTERVAL_CELLS - 1)),
      ),
    );
  const cells = Array<string>(INTERVAL_CELLS).fill(' ');
  cells[at(scale.reference)] = '┆';
  for (let i = at(value.low); i <= at(value.high); i++) cells[i] = '─';
  cells[at(value.low)] = '├';
  cells[at(value.high)] = '┤';
  cells[at(value.value)] = '●';
  return cells.join('');
}
