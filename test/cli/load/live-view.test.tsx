import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { type LoadSnapshot, LoadView } from '../../../src/cli/load/live-view.tsx';

const second = { arrived: 100, refused: 0, errors: 1, underWay: 7, p50Ms: 3.25, p99Ms: 41.5, maxMs: 50 };
const snapshot: LoadSnapshot = {
  scenario: 'locks',
  target: 'http://127.0.0.1:8080',
  phase: 'running',
  ready: 0,
  wanted: 0,
  elapsedMs: 15_000,
  durationMs: 30_000,
  arrived: 1_500,
  planned: 3_000,
  requests: 1_650,
  errors: 15,
  underWay: 7,
  seconds: [1, 2, 3].map((n) => ({ ...second, second: n, requests: 110 * n })),
};

test('the live view fits 80 columns and says in numbers what its bars show', () => {
  const screen = renderToString(<LoadView snapshot={snapshot} />, { columns: 80 });
  expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const part of [
    'locks',
    '15 s',
    '1,500',
    'of 3,000',
    '330',
    '3.3 ms',
    '41.5 ms',
    '15',
    '1,650 requests',
  ])
    expect(screen).toContain(part);
  expect(screen).toContain('█'.repeat(20) + '░'.repeat(20));
});

test('before the start it says how many shoppers are in', () => {
  const screen = renderToString(
    <LoadView snapshot={{ ...snapshot, phase: 'preparing', ready: 3, wanted: 10 }} />,
  );
  expect(screen).toContain('letting shoppers in: 3 of 10');
});
