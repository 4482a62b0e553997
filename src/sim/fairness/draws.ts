import type { DrawsResult, GroupResult } from '../engine/index.ts';
import { kolmogorovSmirnov, type Measure, sameDistribution, uniformBins } from './statistics/index.ts';

/** Whether the lottery numbers are a fair lottery's. Null where there is nothing to measure. */
export interface DrawsFairness {
  /** Cramér's V of the numbers in 1,024 bins against the uniform distribution. */
  readonly uniformity: Measure | null;
  /** The largest advantage that any "numbers below x" has: Kolmogorov–Smirnov's D. */
  readonly distance: Measure | null;
  /** Cramér's V of numbers against groups: whether luck depends on who one is. */
  readonly acrossGroups: Measure | null;
}

/** The engine takes the distance at this many edges, so it can be short of the true one by one step. */
const EDGES = 65_536;

export function drawsFairness(
  draws: DrawsResult,
  groups: readonly GroupResult[],
  confidence: number,
): DrawsFairness {
  return {
    uniformity: uniformBins(draws.histogram, confidence),
    distance: kolmogorovSmirnov(Math.max(draws.dPlus, draws.dMinus), draws.count, confidence, 1 / EDGES),
    acrossGroups: sameDistribution(
      groups.map((group) => group.draws),
      confidence,
    ),
  };
}
