import { createHistogram, type Histogram } from 'node:perf_hooks';

/** Milliseconds; null when nothing was measured. */
export interface Quantiles {
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
}

/** One histogram of all that was recorded in the parts: counts are added bucket by bucket, so nothing is lost by measuring apart. */
export function mergeHistograms(parts: readonly Histogram[]): Histogram {
  const whole = createHistogram();
  // The types know only of histograms that can still record; what comes from another thread adds as well.
  for (const part of parts) whole.add(part as typeof whole);
  return whole;
}

/** @param histogram of whole microseconds */
export function quantilesOf(histogram: Histogram): Quantiles {
  const isEmpty = Number(histogram.count) === 0;
  const at = (percentile: number) => (isEmpty ? null : round(histogram.percentile(percentile) / 1000));
  return {
    p50Ms: at(50),
    p90Ms: at(90),
    p95Ms: at(95),
    p99Ms: at(99),
    p999Ms: at(99.9),
    maxMs: isEmpty ? null : round(histogram.max / 1000),
  };
}

/** Hundredths are below what a clock of a busy machine can tell. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
