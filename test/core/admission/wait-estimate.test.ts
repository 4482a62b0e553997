import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSchedule, type SaleRecord, waitEstimate } from '../../../src/core/admission/index.ts';
import { OPENS_AT, sales, someSale } from './support.ts';

const TAU = 1_200;
const HALF_SLOT = someSale().slotSeconds / 2;

/** A sale whose operator expects exactly what will happen. */
function foreseen(k: number, endClock: number | null): SaleRecord {
  return someSale({ k, schedule: openSchedule(OPENS_AT, TAU), forecast: { tau: TAU, endClock } });
}

/** The clock's 1,200 s a unit, told as a course and not as a speed. */
const STEADY_COURSE = [300, 1_200, 2_400].map((second) => [second, second / TAU] as const);

/** Clock gains after which 10,000 buyers of the same share x, evenly spread over the luck that is left, are in. */
function gainsOf(x: number, k: number): number[] {
  return Array.from({ length: 10_000 }, (_, i) => {
    const stillOut = (i + 0.5) / 10_000;
    return (x ** k - Math.log(stillOut)) ** (1 / k) - x;
  });
}

function shown(sale: SaleRecord, c0: number, now: number) {
  const estimate = waitEstimate(sale, c0, now);
  if (estimate === null) throw new Error('nothing shown');
  return estimate;
}

describe('the wait that is shown', () => {
  test.each([
    [1, 0],
    [1, 900],
    [2, 0],
    [2, 1_500],
    [4, 600],
  ])(
    'with k = %d, %d s into the sale, comes true for at least half of the buyers, and for not many more',
    (k, waited) => {
      const { fromSeconds, toSeconds, odds } = shown(foreseen(k, null), 0, OPENS_AT + waited);
      const waits = gainsOf(waited / TAU, k).map((gain) => gain * TAU + HALF_SLOT);
      const hit = waits.filter((wait) => wait >= fromSeconds && wait <= toSeconds).length / waits.length;
      expect(hit).toBeGreaterThanOrEqual(0.5);
      expect(hit).toBeLessThan(0.75);
      expect(odds).toBeNull();
    },
  );

  test.each([
    [1, 0, 0.2],
    [2, 0, 0.5],
    [2, 600, 1.2],
    [3, 300, 0.6],
  ])(
    'with seats running out, k = %d, gives odds that come true and the wait of those who get in',
    (k, waited, end) => {
      const { fromSeconds, toSeconds, odds } = shown(foreseen(k, end), 0, OPENS_AT + waited);
      const x = waited / TAU;
      const gains = gainsOf(x, k);
      const inTime = gains.filter((gain) => gain <= end - x);
      const oneIn = gains.length / inTime.length;
      expect(odds?.oneIn).toBeGreaterThan(oneIn * 0.9 - 0.5);
      expect(odds?.oneIn).toBeLessThan(oneIn * 1.1 + 0.5);
      const waits = inTime.map((gain) => gain * TAU + HALF_SLOT);
      const hit = waits.filter((wait) => wait >= fromSeconds && wait <= toSeconds).length;
      expect(hit / inTime.length).toBeGreaterThanOrEqual(0.5);
      expect(toSeconds).toBeLessThanOrEqual((end - x) * TAU + HALF_SLOT + 60);
    },
  );

  test('follows a course: quick while the house is filled, slow after it', () => {
    const [filled, end] = [300, 6_300];
    const course = [
      [filled, 0.3],
      [end, 0.5],
    ] as const;
    const sale = { ...foreseen(1, 0.5), forecast: { course, tau: 1e6, endClock: 0.5 } };
    const waits = gainsOf(0, 1)
      .filter((gain) => gain <= 0.5)
      .map(
        (gain) => (gain <= 0.3 ? gain * 1_000 : filled + ((gain - 0.3) / 0.2) * (end - filled)) + HALF_SLOT,
      );
    waits.sort((a, b) => a - b);
    const quarter = (n: number) => waits[Math.floor((n / 4) * waits.length)] ?? 0;
    const { fromSeconds, toSeconds } = shown(sale, 0, OPENS_AT);
    const step = 300;
    expect(fromSeconds).toBe(Math.floor(quarter(1) / step) * step);
    expect(toSeconds).toBe(Math.ceil(quarter(3) / step) * step);
  });

  test('is the same whether a steady clock is told by its course or by its speed', () => {
    for (const waited of [-600, 0, 200, 1_000, 2_000]) {
      const bySpeed = foreseen(2, null);
      const byCourse = { ...bySpeed, forecast: { course: STEADY_COURSE, tau: TAU, endClock: null } };
      expect(shown(byCourse, 0, OPENS_AT + waited)).toEqual(shown(bySpeed, 0, OPENS_AT + waited));
    }
  });

  test('goes on from where the clock is, when it has run ahead of its course or fallen behind', () => {
    const course = [[600, 0.2]] as const;
    const ahead = { ...foreseen(1, null), forecast: { course, tau: 1_200, endClock: null } };
    // The clock has passed the course's reading long before its time.
    expect(shown(ahead, 0, OPENS_AT + 400)).toEqual(shown(foreseen(1, null), 0, OPENS_AT + 400));
    const behind = { ...ahead, schedule: openSchedule(OPENS_AT, 12_000) };
    // The course is over, the clock far from where it should be: from here on the speed is all that is known.
    expect(shown(behind, 0, OPENS_AT + 700).toSeconds).toBeGreaterThan(0.28 * 1_200);
  });

  test('before the opening counts the time until then', () => {
    const sale = foreseen(2, null);
    const atOpening = shown(sale, 0, OPENS_AT);
    const anHourBefore = shown(sale, 0, OPENS_AT - 3_600);
    expect(anHourBefore.fromSeconds).toBeGreaterThan(3_600);
    expect(anHourBefore.fromSeconds - 3_600).toBeLessThanOrEqual(atOpening.fromSeconds);
  });

  test('moves in steps and not with every second', () => {
    const sale = foreseen(2, 3);
    let changes = 0;
    for (let now = OPENS_AT; now < OPENS_AT + 600; now++) {
      if (JSON.stringify(shown(sale, 0, now)) !== JSON.stringify(shown(sale, 0, now + 1))) changes++;
    }
    expect(changes).toBeLessThan(30);
  });

  test('is nothing when nothing is expected, the seats are gone, or the clock cannot be read', () => {
    expect(waitEstimate(someSale(), 0, OPENS_AT)).toBeNull();
    expect(waitEstimate({ ...foreseen(2, 1), phase: 'soldOut' }, 0, OPENS_AT)).toBeNull();
    expect(waitEstimate(foreseen(2, 0.5), 0, OPENS_AT + TAU)).toBeNull();
    expect(waitEstimate({ ...foreseen(2, 1), schedule: [] }, 0, OPENS_AT + 5)).toBeNull();
  });

  test('is whole seconds from low to high, and odds of one in a whole number, whatever the sale', () => {
    const forecasts = fc.record({
      tau: fc.double({ min: 1, max: 1e9, noNaN: true }),
      endClock: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
      course: fc.option(
        fc.array(fc.tuple(fc.nat(10_000), fc.double({ min: 0, max: 50, noNaN: true })), { maxLength: 5 }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(
        sales,
        forecasts,
        fc.nat(6_000),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (sale, forecast, at, c0) => {
          const estimate = waitEstimate({ ...sale, forecast }, c0, OPENS_AT + at);
          if (estimate === null) return;
          expect(Number.isInteger(estimate.fromSeconds) && estimate.fromSeconds >= 0).toBe(true);
          expect(Number.isInteger(estimate.toSeconds) && estimate.toSeconds > estimate.fromSeconds - 1).toBe(
            true,
          );
          if (estimate.odds) {
            expect(Number.isInteger(estimate.odds.oneIn)).toBe(true);
            expect(estimate.odds.oneIn).toBeGreaterThanOrEqual(1);
            expect(estimate.odds.oneIn).toBeLessThanOrEqual(1_000_000);
          }
        },
      ),
    );
  });
});
