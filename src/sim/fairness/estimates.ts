import type { EstimatesResult } from '../engine/index.ts';
import { chiSquaredTail, type Measure, proportionTest, type Test, wilson } from './statistics/index.ts';

/** How true the waits and odds were that buyers were shown. */
export interface EstimatesFairness {
  /** Share of those let in whose wait lay in the range they were shown. The range is the middle half, rounded outwards: half at least. */
  readonly coverage: Measure;
  /** Let in sooner than the range said, and later. */
  readonly early: Measure;
  readonly late: Measure;
  readonly odds: OddsFairness | null;
}

export interface OddsFairness {
  /** Mean distance between the chance people were told and the share of them who got in. */
  readonly meanError: number;
  /** Hosmer & Lemeshow (1980). */
  readonly test: Test;
  readonly bands: readonly OddsBand[];
}

export interface OddsBand {
  readonly said: number;
  readonly shown: number;
  readonly actual: number;
  readonly low: number;
  readonly high: number;
}

/** The quantiles that the shown range runs between leave this share on each side. */
const SHARE_BESIDE = 0.25;
const SHARE_WITHIN = 0.5;

/** @returns null when nobody who was shown a range got in */
export function estimatesFairness(shown: EstimatesResult, confidence: number): EstimatesFairness | null {
  if (shown.reached === 0) return null;
  const shareOf = (successes: number, expected: number): Measure => {
    const share = { successes, count: shown.reached };
    return { ...wilson(share, confidence), n: shown.reached, test: proportionTest(share, expected) };
  };
  return {
    coverage: shareOf(shown.within, SHARE_WITHIN),
    early: shareOf(shown.early, SHARE_BESIDE),
    late: shareOf(shown.late, SHARE_BESIDE),
    odds: oddsFairness(shown, confidence),
  };
}

function oddsFairness({ odds }: EstimatesResult, confidence: number): OddsFairness | null {
  const told = odds.filter((band) => band.shown > 0);
  const shown = told.reduce((sum, band) => sum + band.shown, 0);
  if (shown === 0) return null;
  const bands = told.map((band): OddsBand => {
    const { value, low, high } = wilson({ successes: band.reached, count: band.shown }, confidence);
    return { said: band.saidChance, shown: band.shown, actual: value, low, high };
  });
  const uncertain = bands.filter(({ said }) => said > 0 && said < 1);
  const statistic = uncertain.reduce(
    (sum, band) => sum + (band.shown * (band.actual - band.said) ** 2) / (band.said * (1 - band.said)),
    0,
  );
  return {
    meanError: bands.reduce((sum, band) => sum + band.shown * Math.abs(band.actual - band.said), 0) / shown,
    test: {
      name: 'Hosmer–Lemeshow',
      statistic,
      degrees: uncertain.length,
      pValue: uncertain.length === 0 ? 1 : chiSquaredTail(statistic, uncertain.length),
    },
    bands,
  };
}
