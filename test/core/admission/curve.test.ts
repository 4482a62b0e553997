import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  admissionProbability,
  type CurveFamily,
  chanceWithin,
  curveNamed,
  gainForChance,
} from '../../../src/core/admission/index.ts';

const weibull = curveNamed('weibull') as CurveFamily;
const ks = fc.oneof(fc.constantFrom(1, 2, 32), fc.double({ min: 1, max: 32, noNaN: true }));
const shares = fc.oneof(
  fc.double({ min: 0, max: 5, noNaN: true }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
  fc.constantFrom(0, Number.MIN_VALUE, 1e-300, 1, 1e300),
);

describe('the curve', () => {
  test('never falls as the share grows', () => {
    fc.assert(
      fc.property(shares, shares, ks, (a, b, k) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const rise = admissionProbability(weibull, high, k) - admissionProbability(weibull, low, k);
        // Two neighbouring doubles may be raised to a power with an error in the last place.
        expect(rise).toBeGreaterThanOrEqual(-1e-15);
      }),
    );
  });

  test('stays between 0 and 1 and is never no number', () => {
    fc.assert(
      fc.property(shares, ks, (x, k) => {
        const p = admissionProbability(weibull, x, k);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
    expect(admissionProbability(weibull, Number.POSITIVE_INFINITY, 32)).toBe(1);
  });

  test('lets nobody in at the start', () => {
    for (const x of [0, -0, -1, Number.NaN]) expect(admissionProbability(weibull, x, 2)).toBe(0);
  });

  test('with k = 1 is the exponential: having waited gives no edge', () => {
    for (const x of [0.1, 1, 3]) {
      expect(admissionProbability(weibull, x, 1)).toBeCloseTo(1 - Math.exp(-x), 14);
      expect(chanceWithin(weibull, x, 0.5, 1)).toBeCloseTo(1 - Math.exp(-0.5), 14);
    }
  });

  test('with large k lets people in almost in the order they came', () => {
    expect(admissionProbability(weibull, 0.8, 32)).toBeLessThan(0.001);
    expect(admissionProbability(weibull, 1.2, 32)).toBeGreaterThan(0.999);
  });

  test('is precise for the smallest shares', () => {
    expect(admissionProbability(weibull, 1e-9, 1)).toBe(9.999999995e-10);
    expect(admissionProbability(weibull, 1e-6, 2)).toBeCloseTo(1e-12, 23);
  });

  test('is asked for by name, and an unknown name is no curve', () => {
    for (const name of ['', 'Weibull', 'toString', '__proto__']) expect(curveNamed(name)).toBeUndefined();
  });
});

describe('the conditional chance', () => {
  test('composes: to be in after two gains is to be in after the first, or else after the second', () => {
    const some = fc.double({ min: 0.01, max: 3, noNaN: true });
    fc.assert(
      fc.property(some, some, some, fc.double({ min: 1, max: 4, noNaN: true }), (x, first, second, k) => {
        const out =
          (1 - chanceWithin(weibull, x, first, k)) * (1 - chanceWithin(weibull, x + first, second, k));
        expect(1 - chanceWithin(weibull, x, first + second, k)).toBeCloseTo(out, 9);
      }),
    );
  });

  test('is inverted by the gain it asks for', () => {
    const some = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        some,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 1, max: 8, noNaN: true }),
        (x, chance, k) => {
          expect(chanceWithin(weibull, x, gainForChance(weibull, x, chance, k), k)).toBeCloseTo(chance, 6);
        },
      ),
    );
  });

  test('is a number from 0 to 1 for any shares, and gains are never negative', () => {
    fc.assert(
      fc.property(
        shares,
        shares,
        ks,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (x, gain, k, chance) => {
          const within = chanceWithin(weibull, x, gain, k);
          expect(within >= 0 && within <= 1).toBe(true);
          expect(gainForChance(weibull, x, chance, k)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
    expect(chanceWithin(weibull, 1e300, 1, 32)).toBe(1);
    expect(chanceWithin(weibull, 1, -1, 2)).toBe(0);
    expect(chanceWithin(weibull, 1, Number.NaN, 2)).toBe(0);
  });
});
