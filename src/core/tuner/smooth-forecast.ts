import { type Forecast, secondOf } from '../admission/index.ts';

/** Seconds in which about two thirds of a new insight are told: what people read must not jump from poll to poll. */
const MEMORY = 30;

const DIGITS = 6;

/**
 * The new forecast drawn towards the one told before: each reading of the clock is expected at a time between the two, in proportion (what
 * is twice as long and what is half as long weigh the same).
 *
 * @param present seconds since the opening, and what the clock shows.
 * @param seconds since the one before was told.
 */
export function smoothedForecast(
  before: Forecast | null,
  next: Forecast,
  present: { readonly second: number; readonly clock: number },
  seconds: number,
): Forecast {
  if (before === null) return next;
  const { second, clock } = present;
  const weight = 1 - Math.exp(-seconds / MEMORY);
  const between = (then: number, now: number): number =>
    then > 0 && now > 0 ? then ** (1 - weight) * now ** weight : now;
  const course = (next.course ?? []).map(
    ([due, reading]) =>
      [
        second + Math.round(between(secondOf(before, second, clock, reading) - second, due - second)),
        reading,
      ] as const,
  );
  return {
    course: course.filter(([due], i) => due > (course[i - 1]?.[0] ?? second)),
    tau: rounded(between(before.tau, next.tau)),
    endClock:
      before.endClock === null || next.endClock === null
        ? next.endClock
        : rounded(clock + between(before.endClock - clock, next.endClock - clock)),
  };
}

/** Figures for people need no more digits, and a record has little room. */
function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
