import type { CurveFamily, Forecast } from '../admission/index.ts';
import { gainFor } from './clock-gain.ts';
import { countOf, releasedBy } from './people.ts';
import type { SeatOutlook } from './target.ts';
import type { TunerSettings, TunerState } from './types.ts';

/** Shares of the admissions to come at which the course is told. */
const COURSE = [0.1, 0.3, 0.6, 0.9, 1];

/** Digits of a reading that are told; a record has room for a few points. */
const DIGITS = 6;

/** A gain at which everybody is in, whatever the curve. */
const WHOLE_CURVE = 1_000;

/** Where seats last, the course is told until this share of those waiting is in; the last of them wait as long as they like. */
const NEARLY_ALL = 0.95;

/** At the opening, people are expected to come for so long yet at the rate of then; later, for as long as they have been coming. */
const STREAM_SECONDS = 900;

/** What is known when a forecast is made. */
interface Present {
  /** Epoch s: now, or the opening if that is still to come. */
  readonly from: number;
  /** Reading of the sale clock then. */
  readonly clock: number;
  /** Admissions per second while the house is full. */
  readonly rate: number;
  /** Admissions per second while it is being filled. */
  readonly fillingRate: number;
  readonly live: number;
  readonly outlook: SeatOutlook;
}

/**
 * What buyers can be told: the course of the sale clock, and its reading when the seats run out. The house is filled, then admissions
 * go on at the present rate; newcomers become fewer until the end, or stop before it.
 *
 * @returns null when nobody waits or nobody is let in.
 */
export function forecastFrom(
  settings: TunerSettings,
  curve: CurveFamily,
  state: Pick<TunerState, 'people' | 'presence' | 'arrivalRate'>,
  present: Present,
): Forecast | null {
  const { people, presence, arrivalRate } = state;
  const { rate, clock, live, outlook } = present;
  const already = releasedBy(people, clock, curve, settings.k);
  const waiting = presence * (countOf(people) - already);
  if (!(rate > 0) || !(waiting > 0)) return null;
  // Those inside will take their part first.
  const forSeats = Math.max(1, outlook.sessionsToSell - live / 2);
  const releasedWith =
    (newcomers: number) =>
    (gain: number): number =>
      presence * (releasedBy(people, clock + gain, curve, settings.k) - already) -
      newcomers * Math.expm1(-curve.hazard(gain / 2, settings.k));
  const stream = STREAM_SECONDS + present.from - settings.opensAt;
  const newcomersUntil = (seconds: number): number => presence * arrivalRate * Math.min(seconds / 2, stream);
  const toTheEnd = releasedWith(newcomersUntil(secondsFor(present, forSeats)));
  const runsOut = toTheEnd(WHOLE_CURVE) > forSeats;
  const admissions = runsOut ? forSeats : NEARLY_ALL * waiting;
  const released = runsOut ? toTheEnd : releasedWith(newcomersUntil(secondsFor(present, admissions)));
  const points = COURSE.map((share): Point => {
    const gain = gainFor(share * admissions, released, 0, WHOLE_CURVE);
    return [secondsFor(present, share * admissions), clock + gain];
  });
  const end = points.at(-1) as Point;
  const before = points.at(-2) as Point;
  return {
    course: told(settings, present.from, clock, points),
    tau: tauOf(settings, end[0] - before[0], end[1] - before[1]),
    endClock: runsOut ? Number(end[1].toPrecision(DIGITS)) : null,
  };
}

type Point = readonly [second: number, reading: number];

/** Seconds until so many people are let in: fast until the house is full, then as sessions end. */
function secondsFor({ rate, fillingRate, live, outlook }: Present, admissions: number): number {
  const missing = Math.max(0, outlook.effectiveTarget - live);
  const fast = Math.min(admissions, missing);
  return fast / Math.max(rate, fillingRate) + (admissions - fast) / rate;
}

/** Counted from the opening, in whole seconds, and only where the clock moves. */
function told(settings: TunerSettings, from: number, clock: number, points: readonly Point[]): Point[] {
  const course: Point[] = [];
  let [second, reading] = [Math.round(from - settings.opensAt), clock];
  for (const [seconds, shown] of points) {
    const next: Point = [Math.round(from - settings.opensAt + seconds), Number(shown.toPrecision(DIGITS))];
    if (!(next[0] > second && next[1] > reading)) continue;
    course.push(next);
    [second, reading] = next;
  }
  return course;
}

function tauOf(settings: TunerSettings, seconds: number, gain: number): number {
  const tau = gain > 0 ? seconds / gain : settings.tauMax;
  return Number(Math.min(settings.tauMax, Math.max(settings.tauMin, tau)).toPrecision(DIGITS));
}
