import type { WaitsResult } from './result.ts';

const HISTOGRAM_BINS = 120;

/** Counts of whole seconds waited. */
export type WaitCounts = Uint32Array;

export function summarizeWaits(counts: WaitCounts): WaitsResult {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const longest = counts.findLastIndex((count) => count > 0);
  const stepSeconds = Math.max(1, Math.ceil((longest + 1) / HISTOGRAM_BINS));
  const histogram = new Array<number>(Math.ceil((longest + 1) / stepSeconds)).fill(0);
  let sum = 0;
  for (let wait = 0; wait <= longest; wait++) {
    const count = counts[wait] as number;
    sum += count * wait;
    const bin = Math.floor(wait / stepSeconds);
    histogram[bin] = (histogram[bin] ?? 0) + count;
  }
  const at = (quantile: number): number | null => waitQuantile(counts, total, quantile);
  return {
    count: total,
    mean: total === 0 ? null : sum / total,
    min: at(0),
    p05: at(0.05),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    histogram: { stepSeconds, counts: histogram },
  };
}

/** The least wait that at least this share of all did not exceed. */
export function waitQuantile(counts: WaitCounts, total: number, quantile: number): number | null {
  if (total === 0) return null;
  const wanted = Math.max(1, Math.ceil(quantile * total));
  let sum = 0;
  for (let wait = 0; wait < counts.length; wait++) {
    sum += counts[wait] as number;
    if (sum >= wanted) return wait;
  }
  return counts.length - 1;
}
