import { sampleRankCorrelation } from 'simple-statistics';
import { normalTwoSided } from './distributions.ts';
import { estimate, type Measure } from './estimate.ts';
import { zFor } from './proportions.ts';

/** Below this many pairs the intervals' approximations mean nothing. */
const PAIRS_MIN = 10;

/**
 * Spearman's rank correlation (ties share their mean rank) with the interval of Bonett & Wright (2000); the test uses that its variance is
 * 1/(n − 1) when the orders have nothing to do with each other.
 *
 * @returns null for fewer than ten pairs, or when one side is all ties
 */
export function spearman(x: readonly number[], y: readonly number[], confidence: number): Measure | null {
  const n = x.length;
  if (n < PAIRS_MIN) return null;
  const rho = sampleRankCorrelation([...x], [...y]);
  if (!Number.isFinite(rho)) return null;
  const statistic = rho * Math.sqrt(n - 1);
  return {
    ...onFisherScale(rho, Math.sqrt((1 + (rho * rho) / 2) / (n - 3)), confidence),
    n,
    test: { name: 'Spearman', statistic, degrees: null, pValue: normalTwoSided(statistic) },
  };
}

/**
 * Kendall's rank correlation τ_b in O(n log n) (Knight 1966), with the interval of Fieller, Hartley & Pearson (1957); the test uses the
 * variance under independence, corrected for ties (Kendall 1970).
 *
 * @returns null for fewer than ten pairs, or when one side is all ties
 */
export function kendall(x: readonly number[], y: readonly number[], confidence: number): Measure | null {
  const n = x.length;
  if (n < PAIRS_MIN) return null;
  const { concordance, xTies, yTies, total } = comparePairs(x, y);
  const scale = Math.sqrt(total - xTies.pairs) * Math.sqrt(total - yTies.pairs);
  if (scale === 0) return null;
  const tau = Math.max(-1, Math.min(1, concordance / scale));
  const statistic = concordance / Math.sqrt(variance(n, xTies, yTies));
  return {
    ...onFisherScale(tau, Math.sqrt(0.437 / (n - 4)), confidence),
    n,
    test: { name: 'Kendall', statistic, degrees: null, pValue: normalTwoSided(statistic) },
  };
}

/**
 * Goodman & Kruskal's gamma (1954): of all pairs that differ on both sides, how many more are in the same order than in the opposite one.
 * Unlike τ_b it reaches 1 however many ties there are.
 *
 * @returns null when no pair differs on both sides
 */
export function gamma(x: readonly number[], y: readonly number[]): number | null {
  const { concordance, xTies, yTies, bothTies, total } = comparePairs(x, y);
  const untied = total - xTies.pairs - yTies.pairs + bothTies.pairs;
  return untied === 0 ? null : concordance / untied;
}

interface Comparison {
  /** Concordant less discordant pairs. */
  readonly concordance: number;
  readonly xTies: Ties;
  readonly yTies: Ties;
  readonly bothTies: Ties;
  /** All pairs. */
  readonly total: number;
}

function comparePairs(x: readonly number[], y: readonly number[]): Comparison {
  const n = x.length;
  const order = Array.from(x, (_, i) => i).sort((i, j) => at(x, i) - at(x, j) || at(y, i) - at(y, j));
  const sortedX = Float64Array.from(order, (i) => at(x, i));
  const sortedY = Float64Array.from(order, (i) => at(y, i));
  const xTies = tiesOf(sortedX);
  const bothTies = tiesOf(sortedX, sortedY);
  const discordant = exchanges(sortedY);
  const yTies = tiesOf(sortedY);
  const total = (n * (n - 1)) / 2;
  const concordance = total - xTies.pairs - yTies.pairs + bothTies.pairs - 2 * discordant;
  return { concordance, xTies, yTies, bothTies, total };
}

function at(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN;
}

/** Interval for a correlation whose atanh is about normal with this standard error. */
function onFisherScale(correlation: number, error: number, confidence: number) {
  const middle = Math.atanh(correlation);
  const spread = zFor(confidence) * error;
  return estimate(correlation, Math.tanh(middle - spread), Math.tanh(middle + spread));
}

interface Ties {
  /** Σ t(t − 1)/2 over runs of t equal values. */
  readonly pairs: number;
  /** Σ t(t − 1)(t − 2). */
  readonly triples: number;
  /** Σ t(t − 1)(2t + 5). */
  readonly weighted: number;
}

/** Runs of equal values in sorted data, of pairs of values when a second side is given. */
function tiesOf(values: Float64Array, second?: Float64Array): Ties {
  let [pairs, triples, weighted] = [0, 0, 0];
  for (let start = 0; start < values.length; ) {
    let end = start + 1;
    while (
      end < values.length &&
      values[end] === values[start] &&
      (second === undefined || second[end] === second[start])
    )
      end++;
    const t = end - start;
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    weighted += t * (t - 1) * (2 * t + 5);
    start = end;
  }
  return { pairs, triples, weighted };
}

function variance(n: number, x: Ties, y: Ties): number {
  const ordered = n * (n - 1);
  return (
    (ordered * (2 * n + 5) - x.weighted - y.weighted) / 18 +
    (2 * x.pairs * y.pairs) / ordered +
    (x.triples * y.triples) / (9 * ordered * (n - 2))
  );
}

/** Sorts in place by merging and answers how many pairs were out of order. */
function exchanges(values: Float64Array): number {
  const n = values.length;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(n);
  let swaps = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      swaps += merge(from, to, start, Math.min(start + width, n), Math.min(start + 2 * width, n));
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return swaps;
}

function merge(from: Float64Array, to: Float64Array, start: number, middle: number, end: number): number {
  let [left, right, swaps] = [start, middle, 0];
  for (let k = start; k < end; k++) {
    if (right >= end || (left < middle && at(from, left) <= at(from, right))) {
      to[k] = at(from, left++);
    } else {
      to[k] = at(from, right++);
      swaps += middle - left;
    }
  }
  return swaps;
}
