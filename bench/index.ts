// Runs the benchmarks: `npm run bench [-- filter …] [--json]`. Exit code 1 when a bar is missed or a benchmark fails.

import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../src/cli/framework/index.ts';
import type { BenchRow } from './bench.ts';

interface Measured {
  readonly name: string;
  readonly summary: string;
  readonly rows: readonly BenchRow[];
}

interface Judged extends BenchRow {
  readonly bench: string;
  readonly passed: boolean;
}

const words = process.argv.slice(2);
const json = words.includes('--json');
const filters = words.filter((word) => !word.startsWith('--'));
const strangers = words.filter((word) => word.startsWith('--') && word !== '--json');

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts') && matches(basename(name, '.bench.ts')))
  .sort();

if (strangers.length > 0)
  refuse(`${strangers.join(', ')} is no option: there is --json, and words that filter`);
if (files.length === 0) refuse(`no benchmark is named like ${filters.join(' or ') || 'anything'}`);

const judged: Judged[] = [];
let broken = 0;
for (const file of files) {
  process.stderr.write(`${basename(file, '.bench.ts')} …\n`);
  try {
    const { name, rows } = await measure(join(import.meta.dirname, file));
    judged.push(...rows.map((row) => ({ ...row, bench: name, passed: clears(row) })));
  } catch (error) {
    broken += 1;
    process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const ok = broken === 0 && judged.every((row) => row.passed);
process.stdout.write(json ? `${JSON.stringify({ ok, broken, rows: judged })}\n` : `\n${asTable(judged)}\n`);
process.exitCode = ok ? 0 : 1;

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

function asTable(rows: readonly Judged[]): string {
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
      `${rounded(value)} ${unit}`,
      'atLeast' in bar ? `≥ ${bar.atLeast} ${unit}` : `≤ ${bar.atMost} ${unit}`,
      passed ? 'pass' : 'MISS',
      detail,
    ]),
  );
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
