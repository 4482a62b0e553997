import { type CurveFamily, clockAt, entryAt, type ScheduleEntry } from '../admission/index.ts';
import { type PeopleEstimate, releasedBy } from './people.ts';
import type { TunerSettings } from './types.ts';

type SaleClock = { readonly opensAt: number; readonly schedule: readonly ScheduleEntry[] };

/** What the clock showed at `second`; before the entries that are kept it is taken to have run evenly. */
export function readingAt(sale: SaleClock, second: number): number {
  const reading = clockAt(sale, second);
  if (reading !== undefined) return reading;
  const first = sale.schedule[0];
  if (first === undefined || first[0] <= sale.opensAt) return 0;
  return first[2] * Math.min(1, Math.max(0, (second - sale.opensAt) / (first[0] - sale.opensAt)));
}

/**
 * Goes through the seconds after `since` up to `until`: in each, the people of one slot phase are judged, unless the doors are closed.
 *
 * @returns the clock reading of every phase's last judgement, and how many admissions that should have made if everybody was there.
 */
export function judgeSeconds(
  settings: TunerSettings,
  curve: CurveFamily,
  sale: SaleClock,
  people: PeopleEstimate,
  judged: readonly number[],
  since: number,
  until: number,
): { judged: readonly number[]; predicted: number } {
  const slot = settings.slotSeconds;
  const readings = [...judged];
  let released = 0;
  for (let second = Math.max(since, settings.opensAt) + 1; second <= until; second++) {
    const tau = entryAt(sale.schedule, second)?.[1];
    if (tau === undefined || tau === 0) continue;
    const phase = second % slot;
    const reading = readingAt(sale, second);
    released +=
      releasedBy(people, reading, curve, settings.k) -
      releasedBy(people, readings[phase] ?? 0, curve, settings.k);
    readings[phase] = reading;
  }
  return { judged: readings, predicted: released / slot };
}

/** People let in by the time the clock reads `clock` whose own slot has not come yet, if everybody is there. */
export function waitingForSlot(
  settings: TunerSettings,
  curve: CurveFamily,
  people: PeopleEstimate,
  judged: readonly number[],
  clock: number,
): number {
  const admitted = judged.reduce((sum, reading) => sum + releasedBy(people, reading, curve, settings.k), 0);
  return releasedBy(people, clock, curve, settings.k) - admitted / settings.slotSeconds;
}
