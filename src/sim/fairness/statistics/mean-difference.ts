import { mean, sampleVariance } from 'simple-statistics';
import { normalTwoSided } from './distributions.ts';
import { estimate, type Measure } from './estimate.ts';
import { zFor } from './proportions.ts';

/** With fewer values than this on a side, the normal approximation does not hold. */
const VALUES_MIN = 30;

/**
 * Difference of two means, first minus second, without assuming equal variances (Welch 1938; normal quantiles, as there are many values).
 *
 * @returns null for fewer than thirty values on a side
 */
export function meanDifference(
  first: readonly number[],
  second: readonly number[],
  confidence: number,
): Measure | null {
  if (first.length < VALUES_MIN || second.length < VALUES_MIN) return null;
  const value = mean([...first]) - mean([...second]);
  const error = Math.sqrt(
    sampleVariance([...first]) / first.length + sampleVariance([...second]) / second.length,
  );
  const z = error === 0 ? 0 : value / error;
  const spread = zFor(confidence) * error;
  return {
    ...estimate(value, value - spread, value + spread),
    n: first.length + second.length,
    test: { name: 'Welch', statistic: z, degrees: null, pValue: normalTwoSided(z) },
  };
}
