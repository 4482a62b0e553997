import type { CurveFamily } from '../admission/index.ts';
import { gainFor } from './clock-gain.ts';
import { countOf, releasedBy } from './people.ts';
import type { SeatOutlook } from './target.ts';
import type { TunerForecast, TunerSettings, TunerState } from './types.ts';

/** Shares of the admissions to come at which the course is told. */
const COURSE = [0.25, 0.5, 0.75, 1];

/** A gain at which everybody is in, whatever the curve. */
const WHOLE_CURVE = 1_000;

/** Buyers are told about everybody's middle: the time in which half of those waiting get in. */
const HALF = 0.5;

/**
 * What buyers can be told: how long the clock will need for one unit, on average over what is left, and its reading when the seats run out.
 * Admissions go on at the present rate; newcomers become fewer evenly until then.
 *
 * @returns null when nobody waits or nobody is let in.
 */
export function forecastFrom(
  settings: TunerSettings,
  curve: CurveFamily,
  state: Pick<TunerState, 'people' | 'presence' | 'arrivalRate'>,
  now: {
    /** Admissions per second. */
    readonly rate: number;
    /** Reading of the sale clock. */
    readonly clock: number;
    readonly live: number;
    readonly outlook: SeatOutlook;
  },
): TunerForecast | null {
  const { people, presence, arrivalRate } = state;
  const { rate, clock, live, outlook } = now;
  const already = releasedBy(people, clock, curve, settings.k);
  const waiting = presence * (countOf(people) - already);
  if (!(rate > 0) || !(waiting > 0)) return null;
  const wanted = outlook.attainable / (outlook.seatsPerBuyer * outlook.buyingShare);
  // Those inside will take their part first.
  const admissions = Math.max(1, wanted - live / 2);
  const newcomersUntil = (seconds: number): number => (presence * arrivalRate * seconds) / 2;
  const releasedWith =
    (newcomers: number) =>
    (gain: number): number =>
      presence * (releasedBy(people, clock + gain, curve, settings.k) - already) -
      newcomers * Math.expm1(-curve.hazard(gain / 2, settings.k));
  const seconds = admissions / rate;
  const toTheEnd = releasedWith(newcomersUntil(seconds));
  if (toTheEnd(WHOLE_CURVE) > admissions) {
    const gains = COURSE.map((share) => gainFor(share * admissions, toTheEnd, 0, WHOLE_CURVE));
    const gain = gains.at(-1) ?? WHOLE_CURVE;
    return {
      tau: tauOf(settings, seconds, gain),
      endClock: clock + gain,
      course: gains.map((each, i) => [(COURSE[i] ?? 1) * seconds, clock + each]),
    };
  }
  const secondsToHalf = (HALF * waiting) / rate;
  const toHalf = releasedWith(newcomersUntil(secondsToHalf));
  const gain = gainFor(HALF * waiting, toHalf, 0, WHOLE_CURVE);
  return {
    tau: tauOf(settings, secondsToHalf, gain),
    endClock: null,
    course: [[secondsToHalf, clock + gain]],
  };
}

function tauOf(settings: TunerSettings, seconds: number, gain: number): number {
  return Math.min(settings.tauMax, Math.max(settings.tauMin, seconds / gain));
}
