/** What the operator expects, smoothed by whoever writes it. */
export interface Forecast {
  /** Where the clock will be: pairs of seconds since the opening and reading, both rising; a few, for a record is 1 KB. */
  readonly course?: readonly (readonly [second: number, reading: number])[] | undefined;
  /** Seconds per unit of the sale clock after the course, or from now on where there is none; pauses included. */
  readonly tau: number;
  /** What the clock will show when the seats are gone; null when they are expected to last. */
  readonly endClock: number | null;
}

/** The second since the opening in which the clock, which shows `clock` in `second`, is expected to show `reading`. */
export function secondOf(forecast: Forecast, second: number, clock: number, reading: number): number {
  (forecast.course || []).forEach((point) => {
    // A clock ahead of its course, or behind it, goes on from where it is.
    if (point[0] > second && point[1] > clock && clock < reading) {
      const part = Math.min(1, (reading - clock) / (point[1] - clock));
      second += part * (point[0] - second);
      clock += part * (point[1] - clock);
    }
  });
  return second + Math.max(0, reading - clock) * forecast.tau;
}
