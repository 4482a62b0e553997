import { normalTail, normalTwoSided } from './distributions.ts';
import { type Estimate, estimate, type Measure, type Test } from './estimate.ts';
import { normalQuantile } from './normal-quantile.ts';

/** How many of how many. */
export interface Share {
  readonly successes: number;
  readonly count: number;
}

/** z such that a standard normal variable stays within ± z with this confidence. */
export function zFor(confidence: number): number {
  return -normalQuantile((1 - confidence) / 2);
}

export function proportionOf({ successes, count }: Share): number {
  return count === 0 ? 0 : successes / count;
}

/** Score interval for a proportion (Wilson 1927). Without observations it is [0, 1]. */
export function wilson(share: Share, confidence: number): Estimate {
  const { count } = share;
  if (count === 0) return { value: 0, low: 0, high: 1 };
  const z = zFor(confidence);
  const p = proportionOf(share);
  const spread = z * Math.sqrt((p * (1 - p) + (z * z) / (4 * count)) / count);
  const scale = 1 + (z * z) / count;
  const middle = p + (z * z) / (2 * count);
  return estimate(p, Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale));
}

/** Difference of two proportions, first minus second, with the hybrid score interval (Newcombe 1998, method 10). */
export function difference(first: Share, second: Share, confidence: number): Estimate {
  const a = wilson(first, confidence);
  const b = wilson(second, confidence);
  const value = a.value - b.value;
  return estimate(
    value,
    value - Math.hypot(a.value - a.low, b.high - b.value),
    value + Math.hypot(a.high - a.value, b.value - b.low),
  );
}

/** Whether a proportion is `expected`: the score test. */
export function proportionTest(share: Share, expected: number): Test {
  const { count } = share;
  const z =
    count === 0 ? 0 : (proportionOf(share) - expected) / Math.sqrt((expected * (1 - expected)) / count);
  return { name: 'score test', statistic: z, degrees: null, pValue: normalTwoSided(z) };
}

/**
 * The largest gain of a later share over an earlier one, 0 if there is none. Interval and test hold for all pairs at once (Bonferroni).
 *
 * @returns null for fewer than two shares
 */
export function largestGain(shares: readonly Share[], confidence: number): Measure | null {
  const pairCount = (shares.length * (shares.length - 1)) / 2;
  if (pairCount === 0) return null;
  const each = 1 - (1 - confidence) / pairCount;
  let [value, low, high, statistic] = [0, 0, 0, 0];
  for (const [i, earlier] of shares.entries()) {
    for (const later of shares.slice(i + 1)) {
      const gain = difference(later, earlier, each);
      value = Math.max(value, gain.value);
      low = Math.max(low, gain.low);
      high = Math.max(high, gain.high);
      statistic = Math.max(statistic, pooledZ(later, earlier));
    }
  }
  return {
    ...estimate(value, low, high),
    n: shares.reduce((sum, { count }) => sum + count, 0),
    test: {
      name: 'largest pooled z',
      statistic,
      degrees: null,
      pValue: Math.min(1, pairCount * normalTail(statistic)),
    },
  };
}

function pooledZ(first: Share, second: Share): number {
  const pooled = (first.successes + second.successes) / (first.count + second.count);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.count + 1 / second.count));
  return error > 0 ? (proportionOf(first) - proportionOf(second)) / error : 0;
}
