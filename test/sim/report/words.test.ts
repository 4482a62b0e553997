import { expect, test } from 'vitest';
import { brief, briefSpan, chance, figure, oneIn, percent, span, times } from '../../../src/sim/words.ts';

test.each([
  [0, '0 s'],
  [119, '119 s'],
  [600, '10 min'],
  [3_600, '1 h'],
  [3_900, '1 h 05 min'],
  [-1_800, '−30 min'],
  [864_000, '10 days'],
])('%d seconds are written %s', (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.1234, '12.3 %'],
  [0.00282, '0.28 %'],
  [0.000123, '0.012 %'],
  [1, '100 %'],
])('a share of %d is written %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  [0, '0'],
  [-0.01382, '−0.0138'],
  [0.0000259, '2.6e−5'],
  [12_345.6, '12,346'],
])('a figure of %d is written %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

test('chances, ratios and ticks are written as people read them', () => {
  expect([oneIn(1 / 284), oneIn(0.12), oneIn(0.8), oneIn(0)]).toEqual([
    '1 in 284',
    '1 in 8.3',
    '80 %',
    'nobody',
  ]);
  expect([times(1.2345), times(1_391)]).toEqual(['×1.23', '×1,391']);
  expect([chance(0.00001), chance(0.0418)]).toEqual(['< 0.001', '0.042']);
  expect([brief(1_200), brief(3_000_000), brief(45)]).toEqual(['1.2k', '3M', '45']);
  expect([briefSpan(900), briefSpan(5_400)]).toEqual(['15 min', '1.5 h']);
});
