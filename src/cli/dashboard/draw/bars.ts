const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/** Values as one line of blocks, scaled to their largest; `·` is zero. */
export function sparkline(values: readonly number[]): string {
  const top = Math.max(1, ...values);
  return values
    .map((value) => (value <= 0 ? '·' : EIGHTHS[Math.max(1, Math.round((value / top) * 8))]))
    .join('');
}

export interface Plot {
  /** One per column, oldest first; null where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly rows: number;
  /** The value at the upper edge. */
  readonly top: number;
  /** A value drawn as a dotted line where no column covers it. */
  readonly mark: number | null;
}

/** Columns of blocks, the upper row first. A value above zero always shows. */
export function plot({ values, rows, top, mark }: Plot): string[] {
  const steps = rows * 8;
  const markRow = mark === null || top <= 0 ? -1 : Math.min(rows - 1, Math.ceil((mark / top) * rows) - 1);
  const heights = values.map((value) =>
    value === null || value <= 0 || top <= 0
      ? 0
      : Math.max(1, Math.min(steps, Math.round((value / top) * steps))),
  );
  return Array.from({ length: rows }, (_, fromTop) => {
    const row = rows - 1 - fromTop;
    const empty = row === markRow ? '┄' : ' ';
    return heights.map((height) => cell(height - row * 8, empty)).join('');
  });
}

function cell(eighths: number, empty: string): string {
  if (eighths <= 0) return empty;
  return EIGHTHS[Math.min(8, eighths)] ?? empty;
}

/** The row, from the upper edge, on which `plot` draws its mark. */
export function markRowFromTop({ rows, top, mark }: Omit<Plot, 'values'>): number {
  if (mark === null || top <= 0) return -1;
  return rows - Math.max(1, Math.min(rows, Math.ceil((mark / top) * rows)));
}

/** A round number at or above `value`, for the upper edge of a plot: 1, 2 or 5 times a power of ten. */
export function roundTop(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

/**
 * How many of `cells` each part of a whole gets: every part that is not zero gets at least one while there are cells for all, and together
 * they fill the bar.
 */
export function cellsFor(parts: readonly number[], cells: number): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total <= 0) return parts.map(() => 0);
  const exact = parts.map((part) => (part / total) * cells);
  const given = exact.map((share, i) => ((parts[i] ?? 0) > 0 ? Math.max(1, Math.floor(share)) : 0));
  for (let rest = cells - given.reduce((sum, each) => sum + each, 0); rest !== 0; rest -= Math.sign(rest)) {
    const wants = exact.map((share, i) => (share - (given[i] ?? 0)) * Math.sign(rest));
    const candidates = wants.map((want, i) =>
      rest < 0 && (given[i] ?? 0) <= 1 ? Number.NEGATIVE_INFINITY : want,
    );
    const neediest = candidates.indexOf(Math.max(...candidates));
    given[neediest] = (given[neediest] ?? 0) + Math.sign(rest);
  }
  return given;
}

/** A section's share of seats that are gone, as one mark: `·` none, rising blocks, `█` only when every seat is sold. */
export function heatMark(seats: {
  readonly total: number;
  readonly available: number;
  readonly sold: number;
}): string {
  if (seats.total <= 0) return ' ';
  if (seats.sold >= seats.total) return '█';
  const taken = 1 - seats.available / seats.total;
  if (taken <= 0) return '·';
  return EIGHTHS[Math.max(1, Math.min(7, Math.ceil(taken * 7)))] ?? '·';
}

/** Words brought to lines of so many columns; what is left when there are no more lines is not shown. A word of its own length is cut. */
export function wrapped(text: string, columns: number, lines: number): string[] {
  const done: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= columns) {
      line = longer;
      continue;
    }
    done.push(line);
    line = word.slice(0, columns);
  }
  return [...done, line].filter((each) => each !== '').slice(0, lines);
}
