import { appendEntry, openSchedule, type ScheduleEntry } from '../../../src/core/admission/index.ts';
import {
  initialState,
  type TunerObservation,
  type TunerSettings,
  tune,
} from '../../../src/core/tuner/index.ts';

export const OPENS_AT = 1_800_000_000;

export const settings: TunerSettings = {
  opensAt: OPENS_AT,
  k: 2,
  curve: 'weibull',
  slotSeconds: 30,
  target: 2_000,
  turnSeconds: 10,
  leadSeconds: 10,
  samplingRate: 0.01,
  method: 'arrivals',
  tauMin: 1,
  tauMax: 1e9,
  speedUpMax: 4,
  expected: { sessionSeconds: 300, seatsPerBuyer: 2.3, buyingShare: 0.75 },
};

/** A sale with plenty of seats ten minutes after its opening, on target, with a million people who came before it. */
export function observation(changes: Partial<TunerObservation> = {}): TunerObservation {
  const now = changes.now ?? OPENS_AT + 600;
  return {
    now,
    readAt: now,
    schedule: openSchedule(OPENS_AT, 50_000),
    live: 2_000,
    admitted: 4_000,
    buyers: 1_500,
    arrivals: [[OPENS_AT - 60, 10_000]],
    seats: { available: 90_000, held: 3_000, inCheckout: 500, sold: 3_450 },
    ...changes,
  };
}

/** The decision of a tuner that sees this for the first time. */
export function firstDecision(changes: Partial<TunerObservation> = {}, of: TunerSettings = settings) {
  return tune(of, initialState(of), observation(changes)).decision;
}

/** The schedule with a decision published. */
export function publish(
  schedule: readonly ScheduleEntry[],
  entry: { from: number; tau: number } | null,
  now: number,
): readonly ScheduleEntry[] {
  if (entry === null) return schedule;
  return appendEntry(schedule, entry.from, entry.tau, { now, leadSeconds: settings.leadSeconds });
}
