import { probit } from 'simple-statistics';

/** Milliseconds, log-normal, given by two quantiles. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
}

/** The 95th percentile of the standard normal distribution. */
const NORMAL_P95 = 1.6448536269514722;

export function latencyQuantile(latency: Latency, quantile: number): number {
  return latencyMs(latency, probit(quantile));
}

/** @param normal a standard normal number. */
export function latencyMs(latency: Latency, normal: number): number {
  if (latency.median === 0) return 0;
  return latency.median * Math.exp((normal * Math.log(latency.p95 / latency.median)) / NORMAL_P95);
}
