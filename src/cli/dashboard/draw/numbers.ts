import type { WaitEstimate } from '../../../core/admission/index.ts';
import { formatCount, formatDuration } from '../../framework/index.ts';

/** Stands where a number is not known. */
export const UNKNOWN = '–';

/** An estimate, with as many digits as it deserves: `about 812,000`. */
export function about(count: number | null): string {
  if (count === null) return UNKNOWN;
  return count < 1000 ? `about ${formatCount(count)}` : `about ${formatCount(Number(count.toPrecision(3)))}`;
}

/** A rate: one decimal while it is small. */
export function rate(perSecond: number | null): string {
  if (perSecond === null) return UNKNOWN;
  return perSecond < 100 ? perSecond.toFixed(1) : formatCount(perSecond);
}

/** A share from 0 to 1: `61 %`, or `0.42 %` with digits. Nearly all is not rounded up to all. */
export function percent(share: number | null, digits = 0): string {
  if (share === null) return UNKNOWN;
  const most = share < 1 ? 100 - 10 ** -digits : Number.POSITIVE_INFINITY;
  return `${Math.min(most, share * 100).toFixed(digits)} %`;
}

export function latency(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  return ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms);
}

/** A share of a whole that may be empty. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** Seconds of the sale clock's scale: enough digits to see it move. */
export function tauInWords(tau: number | null): string {
  if (tau === null) return UNKNOWN;
  return tau === 0 ? 'nobody' : `${tau < 100 ? Number(tau.toPrecision(3)) : formatCount(tau)} s`;
}

/** What a buyer who came now would read: `12–25 min, about 1 in 8`. */
export function waitInWords(wait: WaitEstimate | null): string {
  if (wait === null) return 'no forecast';
  const inMinutes = wait.toSeconds >= 120;
  const [from, to] = [wait.fromSeconds, wait.toSeconds].map((seconds) =>
    inMinutes ? Math.round(seconds / 60) : seconds,
  );
  const range = `${from}–${to} ${inMinutes ? 'min' : 's'}`;
  return wait.odds === null ? range : `${range}, about 1 in ${formatCount(wait.odds.oneIn)}`;
}

/** Time of day, as the logs have it: `10:23:45`, in UTC. */
export function timeOfDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
