/** Time left, split for people. Never negative. */
export interface TimeLeft {
  readonly totalSeconds: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Whole seconds are counted up, so that 0 is shown when the moment has come and not before. */
export function timeLeft(untilMs: number, nowMs: number): TimeLeft {
  const totalSeconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  return {
    totalSeconds,
    days: Math.floor(totalSeconds / 86_400),
    hours: Math.floor((totalSeconds % 86_400) / 3600),
    minutes: Math.floor((totalSeconds % 3600) / 60),
    seconds: totalSeconds % 60,
  };
}

/** `1:05:09`, `5:09`, `0:09`; with `hours`, only what is left of the last day and its hours always: `0:05:09`. */
export function clockText(left: TimeLeft, form: 'shortest' | 'hours' = 'shortest'): string {
  const hours = form === 'hours' ? left.hours : left.days * 24 + left.hours;
  const two = (n: number) => String(n).padStart(2, '0');
  const minutesOn = hours > 0 || form === 'hours' ? `${hours}:${two(left.minutes)}` : String(left.minutes);
  return `${minutesOn}:${two(left.seconds)}`;
}

/** Seconds before the end at which a buyer is warned aloud. */
const WARNINGS_SECONDS: readonly number[] = [300, 120, 60, 30, 10];

/**
 * The warning to give when the time left fell from `before` to `now` seconds: the last mark that was crossed, so that somebody who comes
 * back late hears one warning and not all of them. Undefined when none was.
 */
export function warningDue(before: number, now: number): number | undefined {
  return WARNINGS_SECONDS.filter((mark) => before > mark && now <= mark && now > 0).at(-1);
}
