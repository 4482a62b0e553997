import type { SeriesResult } from '../engine/index.ts';

/** The sale clock as the course of a sale shows it. */
export interface SaleClock {
  /** C(t), t in seconds since the opening. */
  readingAt(t: number): number;
  /** When the clock showed a reading first; undefined if it never did. */
  momentOf(reading: number): number | undefined;
}

/** C(t) is the integral of 1/τ (0 where τ is 0, closed), each sampled τ holding until the next sample. */
export function saleClock({ at, tau }: Pick<SeriesResult, 'at' | 'tau'>): SaleClock {
  const speeds = tau.map((each) => (each > 0 ? 1 / each : 0));
  const readings = [0];
  for (let i = 1; i < at.length; i++) {
    const seconds = (at[i] ?? 0) - Math.max(0, at[i - 1] ?? 0);
    readings.push((readings[i - 1] ?? 0) + seconds * (speeds[i - 1] ?? 0));
  }
  return {
    readingAt(t) {
      const i = lastAtMost(at, t);
      return (readings[i] ?? 0) + Math.max(0, t - (at[i] ?? 0)) * (speeds[i] ?? 0);
    },
    momentOf(reading) {
      if (reading <= 0) return at[0];
      const i = lastAtMost(readings, reading);
      const speed = speeds[i] ?? 0;
      const beyond = reading - (readings[i] ?? 0);
      if (beyond > 0 && speed === 0) return undefined;
      return (at[i] ?? 0) + (beyond > 0 ? beyond / speed : 0);
    },
  };
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
