import type { BenchRow } from '../bench.ts';

/** What one run measured, and on what. */
export interface Book {
  readonly machine: Machine;
  /** Day of the run, as 2026-11-24. */
  readonly day: string;
  readonly rows: readonly BookRow[];
  /** Areas that exist and were not run. */
  readonly leftOut: readonly string[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run in the minute before the run; much more than none makes values doubtful, ratios less so. */
  readonly loadBefore: number;
}

export type BookRow = BenchRow & { readonly bench: string; readonly passed: boolean };

const START = '<!-- From here to the end mark: written by `npm run bench`. -->';
const END = '<!-- End of what `npm run bench` writes. -->';
const GIGABYTE = 1024 ** 3;

/**
 * The page with its measured part replaced; what stands around it stays.
 *
 * @throws Error when the page has not exactly one start mark with an end mark behind it.
 */
export function withMeasured(page: string, book: Book): string {
  const [before, rest, ...more] = page.split(START);
  const end = rest?.indexOf(END) ?? -1;
  if (before === undefined || rest === undefined || end < 0 || more.length > 0)
    throw new Error(`the page needs these two lines, once each: ${START} and ${END}`);
  return `${before}${START}\n\n${measured(book)}\n\n${rest.slice(end)}`;
}

function measured({ machine, day, rows, leftOut }: Book): string {
  const memory = (machine.memoryBytes / GIGABYTE).toFixed(1);
  const areas = [...new Set(rows.map(({ bench }) => bench))];
  return [
    `One run on ${day}: ${machine.cpu}, ${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}, ${memory} GB of memory, ${machine.system},`,
    `Node ${machine.node}, load average ${machine.loadBefore.toFixed(1)} before it. Areas: ${areas.join(', ')}.${
      leftOut.length > 0 ? ` **Not in this run:** ${leftOut.join(', ')}.` : ''
    }`,
    '',
    '| Value | Bar | | Area | What | Measured |',
    '|---:|---:|---|---|---|---|',
    ...ratiosFirst(rows).map((row) => line(row)),
  ].join('\n');
}

function ratiosFirst(rows: readonly BookRow[]): readonly BookRow[] {
  return [...rows.filter(({ unit }) => unit === '×'), ...rows.filter(({ unit }) => unit !== '×')];
}

function line({ bench, name, value, unit, bar, passed, detail }: BookRow): string {
  const cells = [
    shown(value, unit),
    shownBar(bar, unit),
    passed ? 'pass' : '**MISS**',
    bench,
    name,
    detail,
  ].map((cell) => cell.replaceAll('|', '\\|'));
  return `| ${cells.join(' | ')} |`;
}

/** `0.612 ×`, `1.24 s`, `431 MB`. */
export function shown(value: number, unit: BenchRow['unit']): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

/** `≥ 0.5 ×` or `≤ 10 s`. */
export function shownBar(bar: BenchRow['bar'], unit: BenchRow['unit']): string {
  return 'atLeast' in bar ? `≥ ${bar.atLeast} ${unit}` : `≤ ${bar.atMost} ${unit}`;
}
