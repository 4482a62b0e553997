import { admissionProbability, type CurveFamily } from '../../core/admission/index.ts';
import type { Crowd } from './crowd.ts';
import type { PresentSale } from './what-if.ts';

/** What a sale comes to from now on. Times in seconds from now. */
export interface WhatIf {
  readonly target: number;
  readonly k: number;
  readonly slotSeconds: number;
  /** When 19 of 20 of the seats left are sold, and when all are; null when that is not within eight hours. */
  readonly mostSoldInSeconds: number | null;
  readonly soldOutInSeconds: number | null;
  /** On average until then. */
  readonly admissionsPerSecond: number;
  /** How much longer those wait who wait now and get in, by quantiles; null when nobody does. */
  readonly waits: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
  /** About one in so many of those who wait now gets in; null when nobody waits or nobody gets in. */
  readonly oddsOneIn: number | null;
  /** By how much the target is exceeded at the most, as a share of it. */
  readonly overshoot: number;
  readonly liveMax: number;
  /** Sessions that begin when no seat is free. */
  readonly emptyStarts: number;
  /** Chance to get in, in all, by when somebody came; null when nobody came yet. */
  readonly fairness: { readonly first: number; readonly now: number } | null;
}

export function outcomeOf(played: {
  readonly sale: PresentSale;
  readonly curve: CurveFamily;
  readonly crowd: Crowd;
  /** Cohorts of those who wait now come first. */
  readonly known: number;
  readonly waits: readonly { readonly second: number; readonly cohort: number; readonly count: number }[];
  readonly course: readonly { readonly live: number; readonly admitted: number }[];
  readonly mostSoldAt: number | null;
  readonly soldOutAt: number | null;
  readonly emptyStarts: number;
  /** Readings of the clock at the start and at the end. */
  readonly clockNow: number;
  readonly clockThen: number;
}): WhatIf {
  const { sale, curve, known, course, mostSoldAt, soldOutAt } = played;
  const { settings, state, observation } = sale;
  const { target, k, slotSeconds } = settings;
  const waiting = played.waits.filter(({ cohort }) => cohort < known);
  const getIn = waiting.reduce((sum, { count }) => sum + count, 0);
  const liveMax = course.reduce((most, { live }) => Math.max(most, live), 0);
  const admissions = course.reduce((sum, { admitted }) => sum + admitted, 0);
  const waitNow = waitingNow(sale, curve, played.clockNow);
  const chanceOf = (clock: number) =>
    Number(admissionProbability(curve, Math.max(0, played.clockThen - clock), k).toPrecision(3));
  return {
    ...{ target, k, slotSeconds },
    mostSoldInSeconds: mostSoldAt === null ? null : mostSoldAt - observation.now,
    soldOutInSeconds: soldOutAt === null ? null : soldOutAt - observation.now,
    admissionsPerSecond: Number((admissions / Math.max(1, course.length)).toPrecision(3)),
    waits: getIn === 0 ? null : quantiles(waiting, getIn),
    oddsOneIn: getIn === 0 || waitNow < 1 ? null : Math.max(1, Number((waitNow / getIn).toPrecision(2))),
    overshoot: Math.max(0, Number((liveMax / target - 1).toPrecision(3))),
    ...{ liveMax, emptyStarts: played.emptyStarts },
    fairness:
      state.people.clocks.length === 0
        ? null
        : { first: chanceOf(state.people.clocks[0] ?? 0), now: chanceOf(played.clockNow) },
  };
}

/** People who came and were not let in yet. */
function waitingNow({ settings, state }: PresentSale, curve: CurveFamily, clock: number): number {
  return state.people.clocks.reduce((sum, c0, i) => {
    const stay = 1 - admissionProbability(curve, Math.max(0, clock - c0), settings.k);
    return sum + state.presence * (state.people.counts[i] ?? 0) * stay;
  }, 0);
}

/** `waits` in order of their seconds. */
function quantiles(waits: readonly { readonly second: number; readonly count: number }[], total: number) {
  const at = (share: number): number => {
    let passed = 0;
    for (const { second, count } of waits) {
      passed += count;
      if (passed >= share * total) return second;
    }
    return waits.at(-1)?.second ?? 0;
  };
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
