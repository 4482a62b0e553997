import type { SeriesResult } from './result.ts';

/** One second of the sale. */
export interface Moment {
  readonly live: number;
  readonly passes: number;
  readonly target: number;
  readonly tau: number;
  readonly clock: number;
  readonly admissions: number;
  readonly waiting: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  /** Whether seats or people are too scarce to hold the target. */
  readonly scarce: boolean;
}

const POINTS_MAX = 1_000;

/** Everything that changes from second to second; `moments` from the opening on. */
export function seriesOf(moments: readonly Moment[]): SeriesResult {
  const step = Math.max(1, Math.ceil(moments.length / POINTS_MAX));
  const at: number[] = [];
  const admissions: number[] = [];
  for (let second = 0; second < moments.length; second += step) {
    const part = moments.slice(second, second + step);
    at.push(second);
    admissions.push(part.reduce((sum, moment) => sum + moment.admissions, 0) / part.length);
  }
  const sampled = (value: (moment: Moment) => number): number[] =>
    at.map((second) => value(moments[second] as Moment));
  return {
    at,
    live: sampled(({ live }) => live),
    passes: sampled(({ passes }) => passes),
    target: sampled(({ target }) => target),
    tau: sampled(({ tau }) => tau),
    clock: sampled(({ clock }) => clock),
    admissions,
    waiting: sampled(({ waiting }) => waiting),
    available: sampled(({ available }) => available),
    held: sampled(({ held }) => held),
    sold: sampled(({ sold }) => sold),
  };
}
