export { batchMean } from './batch-means.ts';
export { chiSquaredTail, kolmogorovTail, normalTail } from './distributions.ts';
export type { Estimate, Measure, Quantity, Test } from './estimate.ts';
export { meanDifference } from './mean-difference.ts';
export { noncentralChiSquared, noncentralityInterval } from './noncentrality.ts';
export { normalQuantile } from './normal-quantile.ts';
export {
  difference,
  largestGain,
  proportionOf,
  proportionTest,
  type Share,
  wilson,
  zFor,
} from './proportions.ts';
export { gamma, kendall, spearman } from './rank-agreement.ts';
export {
  cochranMantelHaenszel,
  type Inequality,
  largestDifference,
  largestRatio,
  pairsOf,
  type Stratum,
  stratifiedDifference,
  stratifiedRatio,
} from './stratified.ts';
export { kolmogorovSmirnov, sameDistribution, uniformBins } from './uniformity.ts';
