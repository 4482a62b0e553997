export { batchMean } from './batch-means.ts';
export { chiSquaredTail, kolmogorovTail, normalTail } from './distributions.ts';
export type { Estimate, Measure, Quantity, Test } from './estimate.ts';
export { meanOfMatches } from './mean-of-matches.ts';
export { noncentralChiSquared, noncentralityInterval } from './noncentrality.ts';
export { normalQuantile } from './normal-quantile.ts';
export {
  difference,
  largestGain,
  proportionTest,
  type Share,
  wilson,
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
