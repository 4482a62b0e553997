import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { type DemoSnapshot, LiveView } from '../../../src/cli/demo/index.ts';

const snapshot: DemoSnapshot = {
  phase: 'open',
  seats: 100_000,
  seatsSeeded: 100_000,
  buyers: 20_000,
  arrived: 10_000,
  waiting: 8_000,
  admitted: 2_000,
  shopping: 900,
  sold: 1_234,
  requestsPerSecond: 4_321,
  saleSeconds: 12.3,
  shoppingHistory: [0, 300, 600, 900],
};

test('the live view fits 80 columns and says in numbers what its bars show', () => {
  const screen = renderToString(<LiveView snapshot={snapshot} />, { columns: 80 });
  expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const part of [
    'the sale is open',
    '12 s',
    '10,000',
    '8,000',
    '2,000',
    '1,234',
    '900',
    '4,321 a second',
  ])
    expect(screen).toContain(part);
  expect(screen).toContain('█'.repeat(20) + '░'.repeat(20));
});
