import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Book, type BookRow, withMeasured } from '../../bench/book/page.ts';
import { repoRoot } from '../support/run-tix.ts';

const page = readFileSync(join(repoRoot, 'docs/benchmarks.md'), 'utf8');

const seconds: BookRow = {
  bench: 'seed',
  name: 'a stadium',
  value: 1.2345,
  unit: 's',
  bar: { atMost: 10 },
  passed: true,
  detail: 'median of 3',
};
const slow: BookRow = {
  bench: 'hold',
  name: 'ours / raw | in turns',
  value: 0.4,
  unit: '×',
  bar: { atLeast: 0.5 },
  passed: false,
  detail: '400 against 1000 a second',
};
const book: Book = {
  machine: {
    cpu: 'Abacus 3000',
    cores: 1,
    memoryBytes: 2 * 1024 ** 3,
    system: 'Linux 6.1 (x64)',
    node: '24.0.0',
    loadBefore: 0.25,
  },
  day: '2026-01-02',
  rows: [seconds, slow],
  leftOut: ['sim'],
};

test('the benchmark book tells the machine, what was left out, and every row, ratios first', () => {
  const written = withMeasured(page, book);
  expect(written).toContain(
    'One run on 2026-01-02: Abacus 3000, 1 core, 2.0 GB of memory, Linux 6.1 (x64),\nNode 24.0.0, load average 0.3 before it. Areas: seed, hold. **Not in this run:** sim.\n',
  );
  const table = written.slice(written.indexOf('<!--'));
  expect(table.split('\n').filter((line) => line.startsWith('|'))).toEqual([
    '| Value | Bar | | Area | What | Measured |',
    '|---:|---:|---|---|---|---|',
    '| 0.400 × | ≥ 0.5 × | **MISS** | hold | ours / raw \\| in turns | 400 against 1000 a second |',
    '| 1.23 s | ≤ 10 s | pass | seed | a stadium | median of 3 |',
  ]);
});

test('writing the book again changes nothing, and the words around the table stay', () => {
  const written = withMeasured(page, book);
  expect(withMeasured(written, book)).toBe(written);
  const around = (text: string) => text.split(/<!--[\s\S]*-->/);
  expect(around(written)).toEqual(around(page));
});

test('a page without its marks is refused and not overwritten', () => {
  expect(() => withMeasured('# A page', book)).toThrow('the page needs these two lines, once each');
  expect(() => withMeasured(page + page, book)).toThrow('once each');
  const headless = page.replace('<!-- End of what', '<!-- what');
  expect(() => withMeasured(headless, book)).toThrow('once each');
});
