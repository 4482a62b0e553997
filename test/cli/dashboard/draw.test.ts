import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cellsFor,
  heatMark,
  markRowFromTop,
  percent,
  plot,
  roundTop,
  sparkline,
  waitInWords,
  wrapped,
} from '../../../src/cli/dashboard/draw/index.ts';

describe('a bar of parts', () => {
  test('is exactly as long as it should be, and shows every part that is there', () => {
    const counts = fc.array(fc.nat(100_000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 8, max: 200 }), (parts, cells) => {
        const given = cellsFor(parts, cells);
        const whole = parts.some((part) => part > 0) ? cells : 0;
        expect(given.reduce((sum, each) => sum + each, 0)).toBe(whole);
        expect(parts.map((part) => part > 0)).toEqual(given.map((each) => each > 0));
      }),
    );
  });
});

describe('a plot', () => {
  test('draws a column in eighths of a row, and the mark where no column covers it', () => {
    expect(plot({ values: [0, 4, 8, null, 16], rows: 2, top: 16, mark: 8 })).toEqual(['    █', '┄▄█┄█']);
    expect(markRowFromTop({ rows: 2, top: 16, mark: 8 })).toBe(1);
  });

  test('shows that something is there however little it is', () => {
    expect(plot({ values: [1], rows: 3, top: 1_000_000, mark: null })).toEqual([' ', ' ', '▁']);
  });

  test('has a round number at its upper edge, at or above the value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (value) => {
        const top = roundTop(value);
        expect(top).toBeGreaterThanOrEqual(value);
        expect(top).toBeLessThan(value * 2);
        expect(Number(top.toPrecision(2))).toBe(top);
      }),
    );
  });
});

test('a sparkline tells nothing from little', () => {
  expect(sparkline([0, 1, 500, 1000])).toBe('·▁▄█');
});

test('a section is a full block only when every seat is sold, and a dot only when all are free', () => {
  expect(heatMark({ total: 100, available: 100, sold: 0 })).toBe('·');
  expect(heatMark({ total: 100, available: 99, sold: 0 })).toBe('▁');
  expect(heatMark({ total: 100, available: 0, sold: 99 })).toBe('▇');
  expect(heatMark({ total: 100, available: 0, sold: 100 })).toBe('█');
});

test('nearly all is never called all', () => {
  expect([percent(0.9999), percent(1), percent(0.99999, 2), percent(1.02), percent(null)]).toEqual([
    '99 %',
    '100 %',
    '99.99 %',
    '102 %',
    '–',
  ]);
});

test('a wait is told in the unit that fits, with the odds when there are any', () => {
  expect(waitInWords({ fromSeconds: 20, toSeconds: 90, odds: null })).toBe('20–90 s');
  expect(waitInWords({ fromSeconds: 720, toSeconds: 1500, odds: { oneIn: 8 } })).toBe(
    '12–25 min, about 1 in 8',
  );
  expect(waitInWords(null)).toBe('no forecast');
});

test('words are brought to lines that fit, with no blank at an edge', () => {
  expect(wrapped('the sale clock gains', 8, 9)).toEqual(['the sale', 'clock', 'gains']);
  expect(wrapped('a bottomless text of reasons', 12, 2)).toEqual(['a bottomless', 'text of']);
  expect(wrapped('unbreakable', 5, 2)).toEqual(['unbre']);
});
