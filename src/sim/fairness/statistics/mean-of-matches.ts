import { mean, sampleStandardDeviation } from 'simple-statistics';
import { normalTwoSided } from './distributions.ts';
import { estimate, type Measure } from './estimate.ts';
import { zFor } from './proportions.ts';

/** With fewer values than this the normal approximation does not hold. */
const VALUES_MIN = 30;

/**
 * Mean of differences between matched observations. Where the same match stands in many differences, they are only as independent as
 * there are distinct matches, so the smaller number counts.
 *
 * @returns null for fewer than thirty differences or matches
 */
export function meanOfMatches(
  differences: readonly number[],
  matches: number,
  confidence: number,
): Measure | null {
  const n = Math.min(differences.length, matches);
  if (n < VALUES_MIN) return null;
  const value = mean([...differences]);
  const error = sampleStandardDeviation([...differences]) / Math.sqrt(n);
  const z = error === 0 ? 0 : value / error;
  const spread = zFor(confidence) * error;
  return {
    ...estimate(value, value - spread, value + spread),
    n,
    test: { name: 'mean of matched differences', statistic: z, degrees: null, pValue: normalTwoSided(z) },
  };
}
