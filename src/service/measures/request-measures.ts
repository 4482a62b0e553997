import { RecentTimes, type TimesReport } from './recent-times.ts';
import type { Meter } from './table.ts';

/** What buyers' requests met with, in this process. */
export interface RequestReport {
  /** Of the last minute or so. */
  readonly recent: TimesReport;
  /** Since the process began: holds asked for that were given, and those refused by the rules. */
  readonly holds: { readonly ok: number; readonly refused: number; readonly recent: TimesReport };
}

export interface RequestMeasures {
  /** A request was answered with `status`, after so long. */
  answered(request: { isHold: boolean; status: number; tookMs: number; nowMs: number }): void;
  report(nowMs: number): RequestReport;
}

/** A refusal by the rules (409) tells of the sale, an error (5xx) of us; whatever else is wrong with a request tells of its sender. */
export function createRequestMeasures(meter: Meter): RequestMeasures {
  const all = new RecentTimes();
  const holds = new RecentTimes();
  let [ok, refused] = [0, 0];
  return {
    answered({ isHold, status, tookMs, nowMs }) {
      all.add(tookMs, nowMs, status >= 500);
      meter.measure('Requests', 1);
      meter.measure('RequestTime', tookMs);
      if (status >= 500) meter.measure('RequestErrors', 1);
      if (!isHold) return;
      holds.add(tookMs, nowMs);
      meter.measure('HoldTime', tookMs);
      if (status < 300) {
        ok += 1;
        meter.measure('HoldsGiven', 1);
      } else if (status === 409) {
        refused += 1;
        meter.measure('HoldsRefused', 1);
      }
    },
    report: (nowMs) => ({
      recent: all.report(nowMs),
      holds: { ok, refused, recent: holds.report(nowMs) },
    }),
  };
}
