import { sum } from 'simple-statistics';
import { chiSquaredTail, kolmogorovTail } from './distributions.ts';
import { estimate, type Measure } from './estimate.ts';
import { noncentralityInterval } from './noncentrality.ts';

/**
 * Whether counts in equal bins are uniform: Pearson's chi-squared test. The effect is Cramér's V for goodness of fit, √(λ / (n·df)) with
 * λ the noncentrality: 0 when uniform, 1 when everything is in one bin. The value is corrected for what chance alone gives (λ ≈ χ² − df).
 *
 * @returns null without observations
 */
export function uniformBins(counts: readonly number[], confidence: number): Measure | null {
  const n = sum([...counts]);
  if (n === 0 || counts.length < 2) return null;
  const expected = n / counts.length;
  const statistic = sum(counts.map((count) => (count - expected) ** 2 / expected));
  const degrees = counts.length - 1;
  return cramersV({ statistic, degrees, n, scale: n * degrees, confidence, name: 'chi-squared' });
}

/**
 * Whether rows of counts have the same distribution over the columns: the chi-squared test of independence. The effect is Cramér's V,
 * corrected as above.
 *
 * @returns null when there are not two rows and two columns with observations
 */
export function sameDistribution(table: readonly (readonly number[])[], confidence: number): Measure | null {
  const rows = table.map((row) => sum([...row]));
  const columns = (table[0] ?? []).map((_, j) => sum(table.map((row) => row[j] ?? 0)));
  const n = sum(rows);
  const filledRows = rows.filter((total) => total > 0).length;
  const filledColumns = columns.filter((total) => total > 0).length;
  if (filledRows < 2 || filledColumns < 2) return null;
  let statistic = 0;
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const expected = ((rows[i] ?? 0) * (columns[j] ?? 0)) / n;
      if (expected > 0) statistic += (count - expected) ** 2 / expected;
    }
  }
  const degrees = (filledRows - 1) * (filledColumns - 1);
  const scale = n * (Math.min(filledRows, filledColumns) - 1);
  return cramersV({ statistic, degrees, n, scale, confidence, name: 'chi-squared' });
}

interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  readonly n: number;
  /** What the noncentrality is at most. */
  readonly scale: number;
  readonly confidence: number;
  readonly name: string;
}

/** Effect size of a chi-squared statistic, with the interval of its noncentrality. */
function cramersV({ statistic, degrees, n, scale, confidence, name }: ChiSquared): Measure {
  const [low, high] = noncentralityInterval(statistic, degrees, confidence);
  const effect = (noncentrality: number) => Math.min(1, Math.sqrt(Math.max(0, noncentrality) / scale));
  return {
    ...estimate(effect(statistic - degrees), effect(low), effect(high)),
    n,
    test: { name, statistic, degrees, pValue: chiSquaredTail(statistic, degrees) },
  };
}

/**
 * The largest excess or lack of chance that any stretch [0, x) has: the Kolmogorov–Smirnov distance D, with the band of Dvoretzky, Kiefer,
 * Wolfowitz and Massart (1990). `resolution` is how much the distance may grow between the points where it was taken.
 */
export function kolmogorovSmirnov(
  distance: number,
  n: number,
  confidence: number,
  resolution = 0,
): Measure | null {
  if (n === 0) return null;
  const band = Math.sqrt(Math.log(2 / (1 - confidence)) / (2 * n));
  const statistic = Math.sqrt(n) * distance;
  return {
    ...estimate(distance, Math.max(0, distance - band), Math.min(1, distance + band + resolution)),
    n,
    test: { name: 'Kolmogorov–Smirnov', statistic, degrees: null, pValue: kolmogorovTail(statistic) },
  };
}
