import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

export interface TimesReport {
  readonly count: number;
  readonly perSecond: number;
  /** Null before the first. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly errorRate: number;
}

/** Half of the time that is looked back on. */
const HALF_MS = 30_000;
const LONGEST_MS = 600_000;

interface Half {
  readonly sinceMs: number;
  readonly times: RecordableHistogram;
  errors: number;
}

/** How long things took over the last 30 to 60 seconds, to the millisecond. */
export class RecentTimes {
  #before: Half | undefined;
  #now: Half | undefined;

  add(tookMs: number, nowMs: number, isError = false): void {
    const half = this.#turn(nowMs);
    half.times.record(Math.min(Math.max(1, Math.round(tookMs)), LONGEST_MS));
    if (isError) half.errors += 1;
  }

  report(nowMs: number): TimesReport {
    const half = this.#turn(nowMs);
    const times = histogram();
    if (this.#before !== undefined) times.add(this.#before.times);
    times.add(half.times);
    const seconds = Math.max(1, (nowMs - (this.#before ?? half).sinceMs) / 1000);
    const { count } = times;
    const errors = half.errors + (this.#before?.errors ?? 0);
    return {
      count,
      perSecond: count / seconds,
      p50Ms: count === 0 ? null : times.percentile(50),
      p99Ms: count === 0 ? null : times.percentile(99),
      errorRate: count === 0 ? 0 : errors / count,
    };
  }

  #turn(nowMs: number): Half {
    if (this.#now !== undefined && nowMs - this.#now.sinceMs < HALF_MS) return this.#now;
    const isRecent = this.#now !== undefined && nowMs - this.#now.sinceMs < 2 * HALF_MS;
    this.#before = isRecent ? this.#now : undefined;
    this.#now = { sinceMs: nowMs, times: histogram(), errors: 0 };
    return this.#now;
  }
}

function histogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: LONGEST_MS, figures: 2 });
}
