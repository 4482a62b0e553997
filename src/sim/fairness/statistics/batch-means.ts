import { mean, sampleVariance } from 'simple-statistics';
import { normalTwoSided } from './distributions.ts';
import { estimate, type Measure } from './estimate.ts';
import { zFor } from './proportions.ts';

/** Fewer batches than this say nothing of how much their means vary. */
const BATCHES_MIN = 10;

/**
 * Mean of a course of dependent values with an interval from the means of its batches (Law & Carson 1979). The test asks whether it is 0.
 *
 * @param batch values per batch, long enough that batches hardly depend on each other
 * @returns null for fewer than ten batches
 */
export function batchMean(values: readonly number[], batch: number, confidence: number): Measure | null {
  const batches = Math.floor(values.length / batch);
  if (batches < BATCHES_MIN) return null;
  const means = Array.from({ length: batches }, (_, i) => mean(values.slice(i * batch, (i + 1) * batch)));
  const value = mean([...values]);
  const error = Math.sqrt(sampleVariance(means) / batches);
  const spread = zFor(confidence) * error;
  const z = error === 0 ? 0 : value / error;
  return {
    ...estimate(value, value - spread, value + spread),
    n: batches,
    test: { name: 'batch means', statistic: z, degrees: null, pValue: normalTwoSided(z) },
  };
}
