// Runs the benchmarks: `npm run bench [-- filter …] [--json] [--book]`. Exit code 1 when a bar is missed or a benchmark fails.
// A run of all of them, or `--book`, writes what was measured into docs/benchmarks.md.

import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../src/cli/framework/index.ts';
import type { BenchRow } from './bench.ts';
import { thisMachine } from './book/machine.ts';
import { type BookRow, shown, shownBar, withMeasured } from './book/page.ts';

interface Measured {
  readonly name: string;
  readonly summary: string;
  readonly rows: readonly BenchRow[];
}

const PAGE = join(import.meta.dirname, '..', 'docs', 'benchmarks.md');
const OPTIONS = ['--json', '--book'];

const words = process.argv.slice(2);
const json = words.includes('--json');
const filters = words.filter((word) => !word.startsWith('--'));
const strangers = words.filter((word) => word.startsWith('--') && !OPTIONS.includes(word));

const areas = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => basename(name, '.bench.ts'))
  .sort();
const chosen = areas.filter(matches);

if (strangers.length > 0)
  refuse(`${strangers.join(', ')} is no option: there are ${OPTIONS.join(' and ')}, and words that filter`);
if (chosen.length === 0) refuse(`no benchmark is named like ${filters.join(' or ') || 'anything'}`);

const machine = thisMachine();
const judged: BookRow[] = [];
let broken = 0;
for (const area of chosen) {
  process.stderr.write(`${area} …\n`);
  try {
    const { name, rows } = await measure(join(import.meta.dirname, `${area}.bench.ts`));
    judged.push(...rows.map((row) => ({ ...row, bench: name, passed: clears(row) })));
  } catch (error) {
    broken += 1;
    process.stderr.write(`${area}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const ok = broken === 0 && judged.every((row) => row.passed);
process.stdout.write(json ? `${JSON.stringify({ ok, broken, rows: judged })}\n` : `\n${asTable(judged)}\n`);
if (chosen.length === areas.length || words.includes('--book')) writeBook();
process.exitCode = ok ? 0 : 1;

function writeBook(): void {
  if (broken > 0) {
    process.stderr.write('docs/benchmarks.md stays as it is: not everything could be measured\n');
    return;
  }
  const leftOut = areas.filter((area) => !chosen.includes(area));
  const day = new Date().toISOString().slice(0, 10);
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, withMeasured(page, { machine, day, rows: judged, leftOut }));
  process.stderr.write('written to docs/benchmarks.md\n');
}

function matches(name: string): boolean {
  return filters.length === 0 || filters.some((filter) => name.includes(filter));
}

function refuse(message: string): never {
  process.stderr.write(`error: ${message}\n`);
  process.exit(2);
}

function measure(file: string): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [file], {
    // What a benchmark prints must not mix with the result.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: ['--expose-gc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message) => resolve(message as Measured));
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      reject(new Error(`ended without a result (${signal ?? `exit code ${code}`})`)),
    );
  });
}

function clears({ value, bar }: BenchRow): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

function asTable(rows: readonly BookRow[]): string {
  return table(
    [
      { heading: 'benchmark' },
      { heading: 'value', align: 'right' },
      { heading: 'bar', align: 'right' },
      { heading: '' },
      { heading: 'measured' },
    ],
    rows.map(({ bench, name, value, unit, bar, passed, detail }) => [
      `${bench}: ${name}`,
      shown(value, unit),
      shownBar(bar, unit),
      passed ? 'pass' : 'MISS',
      detail,
    ]),
  );
}
