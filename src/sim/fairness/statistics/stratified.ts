import { chiSquaredTail, normalTwoSided } from './distributions.ts';
import { type Estimate, estimate, type Measure, type Test } from './estimate.ts';
import { proportionOf, type Share, zFor } from './proportions.ts';

/** One comparable circumstance, with the same groups in the same order in every stratum. */
export type Stratum = readonly Share[];

/**
 * Difference in risk of two groups, first minus second, compared within strata only: Mantel–Haenszel weights, variance of Sato, Greenland &
 * Robins (1989).
 *
 * @returns null when no stratum holds members of both
 */
export function stratifiedDifference(
  pairs: readonly (readonly [first: Share, second: Share])[],
  confidence: number,
): Estimate | null {
  let [weights, sum, p, q] = [0, 0, 0, 0];
  for (const [first, second] of pairs) {
    const n = first.count + second.count;
    if (first.count === 0 || second.count === 0) continue;
    const weight = (first.count * second.count) / n;
    weights += weight;
    sum += weight * (proportionOf(first) - proportionOf(second));
    p +=
      (first.count ** 2 * second.successes -
        second.count ** 2 * first.successes +
        (first.count * second.count * (second.count - first.count)) / 2) /
      n ** 2;
    q +=
      (first.successes * (second.count - second.successes) +
        second.successes * (first.count - first.successes)) /
      (2 * n);
  }
  if (weights === 0) return null;
  const value = sum / weights;
  const spread = zFor(confidence) * Math.sqrt(Math.max(0, value * p + q) / weights ** 2);
  return estimate(value, Math.max(-1, value - spread), Math.min(1, value + spread));
}

/**
 * Ratio of two groups' risks, first over second, compared within strata only: Mantel–Haenszel, with the variance of Greenland & Robins
 * (1985); for one stratum it is the log interval of Katz (1978). The test asks whether the ratio is 1.
 *
 * @returns null when no stratum holds members of both, or when nobody succeeded in the second group
 */
export function stratifiedRatio(
  pairs: readonly (readonly [first: Share, second: Share])[],
  confidence: number,
): Measure | null {
  let [r, s, v, count] = [0, 0, 0, 0];
  for (const [first, second] of pairs) {
    const n = first.count + second.count;
    if (first.count === 0 || second.count === 0) continue;
    const both = first.successes + second.successes;
    r += (first.successes * second.count) / n;
    s += (second.successes * first.count) / n;
    v += (both * first.count * second.count - first.successes * second.successes * n) / n ** 2;
    count += first.count;
  }
  if (s === 0) return null;
  const test = cochranMantelHaenszel(pairs);
  const value = r / s;
  // Nobody of the first group: the upper limit is that of a group in which half a person succeeded (Walter 1976).
  if (r === 0) return { ...estimate(0, 0, upperWithoutSuccess(pairs, s, confidence)), n: count, test };
  const spread = zFor(confidence) * Math.sqrt(v / (r * s));
  return { ...estimate(value, value * Math.exp(-spread), value * Math.exp(spread)), n: count, test };
}

function upperWithoutSuccess(
  pairs: readonly (readonly [Share, Share])[],
  expected: number,
  confidence: number,
): number {
  const successes = pairs.reduce((sum, [, second]) => sum + second.successes, 0);
  const half = 0.5 / expected;
  return half * Math.exp(zFor(confidence) * Math.sqrt(1 / 0.5 + 1 / successes));
}

/**
 * Whether success has nothing to do with the group once strata are taken into account: the generalised Cochran–Mantel–Haenszel test
 * (Landis, Heyman & Koch 1978). For one stratum it is the chi-squared test of independence times (n − 1)/n.
 */
export function cochranMantelHaenszel(strata: readonly Stratum[]): Test {
  const groups = strata[0]?.length ?? 0;
  const size = Math.max(0, groups - 1);
  const excess = new Array<number>(size).fill(0);
  const covariance = excess.map(() => new Array<number>(size).fill(0));
  for (const stratum of strata) {
    const n = stratum.reduce((sum, share) => sum + share.count, 0);
    const successes = stratum.reduce((sum, share) => sum + share.successes, 0);
    if (n < 2) continue;
    const spread = (successes * (n - successes)) / (n * n * (n - 1));
    for (let i = 0; i < size; i++) {
      const first = stratum[i];
      if (first === undefined) continue;
      excess[i] = (excess[i] ?? 0) + first.successes - (first.count * successes) / n;
      for (let j = 0; j < size; j++) {
        const row = covariance[i];
        const second = stratum[j];
        if (row === undefined || second === undefined) continue;
        row[j] = (row[j] ?? 0) + spread * first.count * ((i === j ? n : 0) - second.count);
      }
    }
  }
  const { value, rank } = quadraticForm(covariance, excess);
  return {
    name: 'Cochran–Mantel–Haenszel',
    statistic: value,
    degrees: rank,
    pValue: rank === 0 ? 1 : rank === 1 ? normalTwoSided(Math.sqrt(value)) : chiSquaredTail(value, rank),
  };
}

/** Relative size below which what is left of a variance is rounding. */
const SINGULAR = 1e-9;

/** x' M⁻ x for a covariance matrix M, by elimination; directions without variance are left out and lower the rank. */
function quadraticForm(matrix: readonly number[][], vector: readonly number[]) {
  const m = matrix.map((row, i) => [...row, vector[i] ?? 0]);
  let [value, rank] = [0, 0];
  for (const [i, row] of m.entries()) {
    const pivot = row[i] ?? 0;
    if (!(pivot > SINGULAR * (matrix[i]?.[i] ?? 0))) continue;
    const own = row[m.length] ?? 0;
    value += own ** 2 / pivot;
    rank++;
    for (const lower of m.slice(i + 1)) {
      const factor = (lower[i] ?? 0) / pivot;
      for (let j = i; j <= m.length; j++) lower[j] = (lower[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return { value, rank };
}

/** How unequal the groups' chances are. */
export interface Inequality extends Measure {
  /** Names of the groups with the largest difference, the luckier first. */
  readonly between: readonly [string, string];
}

/**
 * The largest difference in risk between any two groups, compared within strata. The interval holds for all pairs at once (Bonferroni),
 * so it covers the largest true difference however the pair was picked.
 *
 * @returns null when no two groups can be compared
 */
export function largestDifference(
  names: readonly string[],
  strata: readonly Stratum[],
  confidence: number,
): Inequality | null {
  const pairCount = (names.length * (names.length - 1)) / 2;
  let largest: { value: number; between: readonly [string, string] } | null = null;
  let [low, high] = [0, 0];
  for (const [i, first] of names.entries()) {
    for (let j = i + 1; j < names.length; j++) {
      const second = names[j] ?? '';
      const compared = stratifiedDifference(pairsOf(strata, i, j), 1 - (1 - confidence) / pairCount);
      if (compared === null) continue;
      low = Math.max(low, compared.low, -compared.high);
      high = Math.max(high, Math.abs(compared.low), Math.abs(compared.high));
      if (largest === null || Math.abs(compared.value) > largest.value) {
        largest = {
          value: Math.abs(compared.value),
          between: compared.value >= 0 ? [first, second] : [second, first],
        };
      }
    }
  }
  if (largest === null) return null;
  return {
    ...estimate(largest.value, low, high),
    between: largest.between,
    n: strata.flat().reduce((sum, share) => sum + share.count, 0),
    test: cochranMantelHaenszel(strata),
  };
}

/**
 * The largest ratio of the risks of any two groups, the luckier over the other, compared within strata; 1 when they are equal. The
 * interval holds for all pairs at once (Bonferroni).
 *
 * @returns null when no two groups can be compared, or when nobody succeeded in one of them
 */
export function largestRatio(
  names: readonly string[],
  strata: readonly Stratum[],
  confidence: number,
): Inequality | null {
  const pairCount = (names.length * (names.length - 1)) / 2;
  let largest: { value: number; between: readonly [string, string] } | null = null;
  let [low, high] = [1, 1];
  for (const [i, first] of names.entries()) {
    for (let j = i + 1; j < names.length; j++) {
      const second = names[j] ?? '';
      const compared = stratifiedRatio(pairsOf(strata, i, j), 1 - (1 - confidence) / pairCount);
      if (compared === null || compared.low <= 0) return null;
      low = Math.max(low, compared.low, 1 / compared.high);
      high = Math.max(high, compared.high, 1 / compared.low);
      const value = Math.max(compared.value, 1 / compared.value);
      if (largest === null || value > largest.value) {
        largest = { value, between: compared.value >= 1 ? [first, second] : [second, first] };
      }
    }
  }
  if (largest === null) return null;
  return {
    ...estimate(largest.value, low, high),
    between: largest.between,
    n: strata.flat().reduce((sum, share) => sum + share.count, 0),
    test: cochranMantelHaenszel(strata),
  };
}

export function pairsOf(strata: readonly Stratum[], i: number, j: number): [Share, Share][] {
  return strata.flatMap((stratum) => {
    const [first, second] = [stratum[i], stratum[j]];
    return first === undefined || second === undefined ? [] : [[first, second] as [Share, Share]];
  });
}
