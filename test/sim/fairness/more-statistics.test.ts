import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import {
  batchMean,
  gamma,
  largestGain,
  largestRatio,
  meanOfMatches,
} from '../../../src/sim/fairness/statistics/index.ts';

const share = (successes: number, count: number) => ({ successes, count });

describe('gamma', () => {
  test('is the excess of pairs in the same order over pairs in the opposite one, ties left out', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        let [same, opposite] = [0, 0];
        for (const [i, [x, y]] of pairs.entries()) {
          for (const [u, v] of pairs.slice(0, i)) {
            const agreement = Math.sign(x - u) * Math.sign(y - v);
            if (agreement > 0) same++;
            if (agreement < 0) opposite++;
          }
        }
        const found = gamma(
          pairs.map(([x]) => x),
          pairs.map(([, y]) => y),
        );
        if (same + opposite === 0) expect(found).toBeNull();
        else expect(found).toBeCloseTo((same - opposite) / (same + opposite), 12);
      }),
    );
  });
});

describe('the largest ratio between groups', () => {
  test('is at least 1 and names the luckier first', () => {
    const strata = [[share(50, 1_000), share(100, 1_000), share(60, 1_000)]];
    const found = largestRatio(['slow', 'fast', 'middling'], strata, 0.95);
    expect(found?.between).toEqual(['fast', 'slow']);
    expect(found?.value).toBeCloseTo(2, 12);
    expect(found?.low).toBeGreaterThan(1.2);
    expect(found?.high).toBeLessThan(3.3);
  });

  test('of equal groups may be 1', () => {
    const found = largestRatio(['a', 'b'], [[share(100, 1_000), share(100, 1_000)]], 0.95);
    expect(found).toMatchObject({ value: 1, low: 1 });
  });

  test('cannot be told where nobody of a group succeeded', () => {
    expect(largestRatio(['a', 'b'], [[share(0, 100), share(5, 100)]], 0.95)).toBeNull();
  });
});

describe('the largest gain of those who come later', () => {
  test('is 0 when chances fall', () => {
    const found = largestGain([share(90, 100), share(50, 100), share(10, 100)], 0.95);
    expect(found).toMatchObject({ value: 0, low: 0, n: 300 });
    expect(found?.test.pValue).toBe(1);
  });

  test('is found wherever it is', () => {
    const found = largestGain([share(50, 1_000), share(10, 1_000), share(200, 1_000)], 0.95);
    expect(found?.value).toBeCloseTo(0.19, 12);
    expect(found?.low).toBeGreaterThan(0.15);
    expect(found?.test.pValue).toBeLessThan(1e-9);
  });
});

describe('means', () => {
  const random = xoroshiro128plus(3);
  const uniform = () => uniformFloat64(random);

  test('of a course have intervals that allow for its inertia', () => {
    // Each value is mostly the one before it, so that 1,000 values are far fewer observations.
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      let value = 0;
      const course = Array.from({ length: 1_000 }, () => {
        value = 0.9 * value + uniform() - 0.5;
        return value;
      });
      const found = batchMean(course, 50, 0.95);
      if (found !== null && found.low <= 0 && found.high >= 0) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.85);
  });

  test('of matched differences count no more observations than there are matches', () => {
    const differences = Array.from({ length: 1_000 }, () => uniform() - 0.5);
    const [many, few] = [meanOfMatches(differences, 1_000, 0.95), meanOfMatches(differences, 100, 0.95)];
    expect(few?.n).toBe(100);
    expect(((few?.high ?? 0) - (few?.low ?? 0)) / ((many?.high ?? 1) - (many?.low ?? 0))).toBeCloseTo(
      Math.sqrt(10),
      9,
    );
  });

  test('of too few values are not told', () => {
    expect(batchMean([1, 2, 3], 1, 0.95)).toBeNull();
    expect(meanOfMatches([1, 2, 3], 3, 0.95)).toBeNull();
  });
});
