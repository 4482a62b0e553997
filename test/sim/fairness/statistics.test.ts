import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import reference from '../../../fixtures/statistics/reference.json' with { type: 'json' };
import {
  chiSquaredTail,
  cochranMantelHaenszel,
  difference,
  kendall,
  kolmogorovSmirnov,
  kolmogorovTail,
  largestDifference,
  noncentralChiSquared,
  noncentralityInterval,
  normalQuantile,
  normalTail,
  pairsOf,
  type Share,
  sameDistribution,
  spearman,
  stratifiedDifference,
  stratifiedRatio,
  uniformBins,
  wilson,
} from '../../../src/sim/fairness/statistics/index.ts';

/** Equal to one part in 10^9, small values included. */
function close(actual: number | undefined, expected: number | undefined): void {
  if (actual === undefined || expected === undefined) throw new Error('nothing to compare');
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), 1e-290));
}

function share(successes: number | undefined, count: number | undefined): Share {
  return { successes: successes ?? 0, count: count ?? 0 };
}

const { distributions, proportions, uniformity, rankAgreement, stratified } = reference;

describe('distributions agree with SciPy', () => {
  test('chi-squared', () => {
    for (const [x = 0, df = 0, tail] of distributions.chiSquaredTail) close(chiSquaredTail(x, df), tail);
  });

  test('normal', () => {
    for (const [z = 0, tail] of distributions.normalTail) close(normalTail(z), tail);
    for (const [p = 0, z] of distributions.normalQuantile) close(normalQuantile(p), z);
  });

  test('Kolmogorov', () => {
    for (const [x = 0, tail] of distributions.kolmogorovTail) close(kolmogorovTail(x), tail);
  });

  test('noncentral chi-squared, and the interval of its noncentrality', () => {
    for (const [x = 0, df = 0, nc = 0, chance] of distributions.noncentralChiSquared) {
      close(noncentralChiSquared(x, df, nc), chance);
    }
    for (const [x = 0, df = 0, confidence = 0, low, high] of distributions.noncentralityInterval) {
      const interval = noncentralityInterval(x, df, confidence);
      close(interval[0], low);
      close(interval[1], high);
    }
  });
});

describe('proportions agree with SciPy and statsmodels', () => {
  test('Wilson interval', () => {
    for (const [successes, count, confidence = 0, low = 0, high] of proportions.wilson) {
      const interval = wilson(share(successes, count), confidence);
      expect(interval.low).toBeCloseTo(low, 12);
      close(interval.high, high);
    }
  });

  test('Newcombe interval of a difference', () => {
    for (const [a, m, b, n, confidence = 0, low, high] of proportions.difference) {
      const interval = difference(share(a, m), share(b, n), confidence);
      close(interval.low, low);
      close(interval.high, high);
    }
  });

  test('Katz interval of a ratio', () => {
    for (const [a, m, b, n, confidence = 0, value, low, high] of proportions.ratio) {
      const ratio = stratifiedRatio([[share(a, m), share(b, n)]], confidence);
      close(ratio?.value, value);
      close(ratio?.low, low);
      close(ratio?.high, high);
    }
  });
});

describe('tests of distribution agree with SciPy', () => {
  test('chi-squared, for uniformity and independence', () => {
    const goodness = uniformBins(uniformity.counts, 0.95);
    close(goodness?.test.statistic, uniformity.goodness[0]);
    close(goodness?.test.pValue, uniformity.goodness[1]);
    const contingency = sameDistribution(uniformity.table, 0.95);
    close(contingency?.test.statistic, uniformity.contingency[0]);
    expect(contingency?.test.degrees).toBe(uniformity.contingency[1]);
    close(contingency?.test.pValue, uniformity.contingency[2]);
  });

  test('Kolmogorov–Smirnov', () => {
    const [distance = 0, n = 0, pValue] = uniformity.ks;
    close(kolmogorovSmirnov(distance, n, 0.95)?.test.pValue, pValue);
  });
});

describe('rank agreement agrees with SciPy', () => {
  test.each(rankAgreement)('case %#', ({ x, y, kendall: expectedKendall, spearman: expectedSpearman }) => {
    const tau = kendall(x, y, 0.95);
    close(tau?.value, expectedKendall[0]);
    close(tau?.test.pValue, expectedKendall[1]);
    const rho = spearman(x, y, 0.95);
    close(rho?.value, expectedSpearman[0]);
    close(rho?.test.pValue, expectedSpearman[1]);
  });

  test('Kendall counts every pair, ties and all', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      minLength: 10,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const counted = kendallByPairs(x, y);
        const quick = kendall(x, y, 0.95);
        if (counted === null) expect(quick).toBeNull();
        else expect(quick?.value).toBeCloseTo(counted, 12);
      }),
    );
  });
});

function kendallByPairs(x: readonly number[], y: readonly number[]): number | null {
  let [sum, xPairs, yPairs] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = Math.sign((x[i] ?? 0) - (x[j] ?? 0));
      const dy = Math.sign((y[i] ?? 0) - (y[j] ?? 0));
      sum += dx * dy;
      xPairs += Math.abs(dx);
      yPairs += Math.abs(dy);
    }
  }
  return xPairs * yPairs === 0 ? null : sum / Math.sqrt(xPairs * yPairs);
}

describe('stratified comparisons agree with R', () => {
  const strata = stratified.strata.map((groups) => groups.map(([s, n]) => share(s, n)));

  test('Mantel–Haenszel risk difference and ratio (metafor)', () => {
    const risk = stratifiedDifference(pairsOf(strata, 0, 1), 0.95);
    close(risk?.value, stratified.difference[0]);
    close(risk?.low, stratified.difference[1]);
    close(risk?.high, stratified.difference[2]);
    const ratio = stratifiedRatio(pairsOf(strata, 0, 1), 0.95);
    close(ratio?.value, stratified.ratio[0]);
    close(ratio?.low, stratified.ratio[1]);
    close(ratio?.high, stratified.ratio[2]);
  });

  test('generalised Cochran–Mantel–Haenszel test (mantelhaen.test)', () => {
    const three = cochranMantelHaenszel(strata);
    close(three.statistic, stratified.threeGroups[0]);
    expect(three.degrees).toBe(stratified.threeGroups[1]);
    close(three.pValue, stratified.threeGroups[2]);
    const two = cochranMantelHaenszel(strata.map((groups) => groups.slice(0, 2)));
    close(two.statistic, stratified.twoGroups[0]);
    close(two.pValue, stratified.twoGroups[2]);
  });

  test('for one stratum it is the chi-squared test of independence, scaled by (n − 1)/n', () => {
    const [stratum = []] = strata;
    const table = stratum.map(({ successes, count }) => [successes, count - successes]);
    const chiSquared = sameDistribution(table, 0.95);
    const n = chiSquared?.n ?? 0;
    close(cochranMantelHaenszel([stratum]).statistic, ((chiSquared?.test.statistic ?? 0) * (n - 1)) / n);
  });
});

describe('the largest difference between groups', () => {
  test('is named by its groups, the luckier first, and its interval covers every pair', () => {
    const strata = [[share(50, 100), share(80, 100), share(55, 100)]];
    const largest = largestDifference(['slow', 'fast', 'middling'], strata, 0.95);
    expect(largest).toMatchObject({ between: ['fast', 'slow'], n: 300 });
    expect(largest?.value).toBeCloseTo(0.3, 12);
    const alone = stratifiedDifference(pairsOf(strata, 1, 0), 0.95);
    expect(largest?.low).toBeLessThan(alone?.low ?? 0);
    expect(largest?.high).toBeGreaterThan(alone?.high ?? 1);
  });

  test('is not made of circumstances: groups that came at other times are compared at the same time', () => {
    // Early people mostly succeed, late ones mostly fail, whoever they are; one group came early.
    const strata = [
      [share(720, 900), share(80, 100)],
      [share(10, 100), share(90, 900)],
    ];
    expect(largestDifference(['early', 'late'], strata, 0.95)?.value).toBeCloseTo(0, 12);
  });

  test('cannot be told of groups that never met', () => {
    const strata = [
      [share(5, 10), share(0, 0)],
      [share(0, 0), share(9, 10)],
    ];
    expect(largestDifference(['a', 'b'], strata, 0.95)).toBeNull();
  });
});

test('the interval of an effect covers the truth as often as it says', () => {
  const chances = [0.28, 0.25, 0.25, 0.22];
  const truth = Math.sqrt(chances.reduce((sum, p) => sum + (p - 0.25) ** 2 / 0.25, 0) / 3);
  const random = xoroshiro128plus(2);
  const runs = 400;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 2_000; i++) {
      const u = uniformFloat64(random);
      const bin = u < 0.28 ? 0 : u < 0.53 ? 1 : u < 0.78 ? 2 : 3;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const measured = uniformBins(counts, 0.95);
    if (measured !== null && measured.low <= truth && truth <= measured.high) covered++;
  }
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3.5 * Math.sqrt((0.95 * 0.05) / runs));
});
