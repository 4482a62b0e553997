import type { SeriesResult, SimulationResult } from '../engine/index.ts';

/** The sale clock as the course of a sale shows it. */
export interface SaleClock {
  /** C(t), t in seconds since the opening. */
  readingAt(t: number): number;
  /** When the clock showed a reading first; undefined if it never did. */
  momentOf(reading: number): number | undefined;
}

/** Sums of quotients, added up in another order, differ by less. */
const ROUNDING = 1e-12;

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
      const next = firstAtLeast(readings, reading * (1 - ROUNDING));
      if (next === 0) return at[0];
      const speed = speeds[next - 1] ?? 0;
      // Where the clock stood until the last sample, it never got further.
      if (speed === 0) return undefined;
      return Math.max(0, at[next - 1] ?? 0) + (reading - (readings[next - 1] ?? 0)) / speed;
    },
  };
}

/** The one τ that would have moved the clock as far by the end; null when it never moved. */
export function meanTau({ series, soldOutAtSeconds, endedAtSeconds }: SimulationResult): number | null {
  const until = soldOutAtSeconds ?? endedAtSeconds;
  const reading = saleClock(series).readingAt(until);
  return reading > 0 ? Math.max(1, Math.min(1e9, until / reading)) : null;
}

/** Index of the last value that is at most `limit`, in ascending values; 0 when none is. */
function lastAtMost(values: readonly number[], limit: number): number {
  return Math.max(0, firstWhere(values, (value) => value > limit) - 1);
}

/** Index of the first value that is at least `limit`, in ascending values; their number when none is. */
function firstAtLeast(values: readonly number[], limit: number): number {
  return firstWhere(values, (value) => value >= limit);
}

/** Halves a list in which `holds` is false up to some index, and true from there on. */
function firstWhere(values: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
