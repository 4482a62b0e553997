import type { SeriesResult, SimulationResult } from '../engine/index.ts';

/**
 * The sale clock as the course of a sale shows it: C(t), t in seconds since the opening. It is the integral of 1/τ (of 0 where τ is 0,
 * closed), each sampled τ holding until the next sample.
 */
export function saleClock({ at, tau }: Pick<SeriesResult, 'at' | 'tau'>): (t: number) => number {
  const speeds = tau.map((each) => (each > 0 ? 1 / each : 0));
  const readings = [0];
  for (let i = 1; i < at.length; i++) {
    const seconds = (at[i] ?? 0) - Math.max(0, at[i - 1] ?? 0);
    readings.push((readings[i - 1] ?? 0) + seconds * (speeds[i - 1] ?? 0));
  }
  return (t) => {
    const i = lastAtMost(at, t);
    return (readings[i] ?? 0) + Math.max(0, t - (at[i] ?? 0)) * (speeds[i] ?? 0);
  };
}

/** The one τ that would have moved the clock as far by the end; null when it never moved. */
export function meanTau({ series, soldOutAtSeconds, endedAtSeconds }: SimulationResult): number | null {
  const until = soldOutAtSeconds ?? endedAtSeconds;
  const reading = saleClock(series)(until);
  return reading > 0 ? Math.max(1, Math.min(1e9, until / reading)) : null;
}

/** Index of the last value that is at most `limit`, in ascending values; 0 when none is. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
