import { stripVTControlCharacters } from 'node:util';

/** A column: its heading, and `right` for numbers. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

/** Aligned plain text: headings, then one line per row. Cells may be painted. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const headings = columns.map((column) => column.heading);
  const widths = columns.map((_, i) => Math.max(...[headings, ...rows].map((row) => width(row[i] ?? ''))));
  const line = (row: readonly string[]) =>
    columns
      .map((column, i) => pad(row[i] ?? '', widths[i] ?? 0, column.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  return [headings, ...rows].map(line).join('\n');
}

/** `label   value` lines, the values aligned. */
export function pairs(entries: readonly (readonly [label: string, value: string])[]): string {
  const labels = Math.max(0, ...entries.map(([label]) => width(label)));
  return entries.map(([label, shown]) => `${pad(label, labels, 'left')}${GAP}${shown}`.trimEnd()).join('\n');
}

/** Printed columns of a text that holds no wide characters. */
function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const filler = ' '.repeat(Math.max(0, columns - width(text)));
  return align === 'left' ? text + filler : filler + text;
}
