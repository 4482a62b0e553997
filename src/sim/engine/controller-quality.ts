import type { Moment } from './history.ts';
import type { ControllerResult } from './result.ts';

const SETTLED_BAND = 0.05;
const SMOOTHING_SECONDS = 10;

/** How well the number of shoppers was held; `moments` from the opening on, one a second. */
export function controllerQuality(
  moments: readonly Moment[],
  target: number,
  meanSessionSeconds: number | null,
  startsOnEmptyMap: number,
): ControllerResult {
  const heads = moments.map(({ live, passes }) => live + passes);
  const highest = heads.reduce((best, value, second) => (value > (heads[best] ?? 0) ? second : best), 0);
  const overshoot = Math.max(0, (heads[highest] ?? 0) / target - 1);
  const settledAt = settling(heads, target, Math.ceil(meanSessionSeconds ?? Number.POSITIVE_INFINITY));
  const heldTo = heldUntil(moments, settledAt);
  const share = (second: number): number => (heads[second] ?? 0) / target;
  return {
    target,
    overshoot,
    overshootAtSeconds: overshoot > 0 ? highest : null,
    settledAtSeconds: settledAt,
    settledSessions:
      settledAt === null || meanSessionSeconds === null ? null : settledAt / meanSessionSeconds,
    meanError: settledAt === null ? null : mean(settledAt, heldTo, (second) => Math.abs(share(second) - 1)),
    utilisation: mean(0, heldTo, (second) => (moments[second] as Moment).live / target),
    heldToSeconds: heldTo,
    meanSessionSeconds,
    startsOnEmptyMap,
  };
}

/** Start of the first stretch of `length` seconds in which short means stay near the target. */
function settling(heads: readonly number[], target: number, length: number): number | null {
  let since = 0;
  let sum = 0;
  for (let second = 0; second < heads.length; second++) {
    sum += (heads[second] as number) - (heads[second - SMOOTHING_SECONDS] ?? 0);
    const smooth = sum / Math.min(second + 1, SMOOTHING_SECONDS);
    if (Math.abs(smooth / target - 1) > SETTLED_BAND) since = second + 1;
    if (second + 1 - since >= length) return since;
  }
  return null;
}

/** The first second from settling on (or the opening) in which seats or people are scarce; the end when they never are. */
function heldUntil(moments: readonly Moment[], settledAt: number | null): number {
  const from = settledAt ?? 0;
  const scarce = moments.findIndex((moment, second) => second > from && moment.scarce);
  return scarce === -1 ? moments.length : scarce;
}

function mean(from: number, to: number, value: (second: number) => number): number | null {
  if (to <= from) return null;
  let sum = 0;
  for (let second = from; second < to; second++) sum += value(second);
  return sum / (to - from);
}
