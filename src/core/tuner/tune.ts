import { type CurveFamily, curveNamed, type Forecast, type ScheduleEntry } from '../admission/index.ts';
import { invariant } from '../errors/index.ts';
import { judgeSeconds, readingAt } from './flow.ts';
import { forecastFrom } from './forecast.ts';
import { measure, sessionSeconds, withExpectedArrivals } from './measure.ts';
import { countOf, releasedBy } from './people.ts';
import { closing, fillingRate, type Plan, planByLiveSessions, planByPeople, startOf } from './plan.ts';
import { reasonFor } from './reasons.ts';
import { smoothedForecast } from './smooth-forecast.ts';
import { unsoundness } from './soundness.ts';
import { type SeatOutlook, seatOutlook } from './target.ts';
import type { TunerDecision, TunerObservation, TunerSettings, TunerState } from './types.ts';

/** Smaller changes of τ are not worth a write. */
const CHANGE_MIN = 0.002;

/** Of τ: enough for the smallest change, and the record of a busy sale is short of room. */
/** Share of those who leave that must be let in for it to be a pace. */
const PACE_MIN = 0.5;

const DIGITS = 5;

/**
 * One turn: what the sale shows now, and so which τ to publish. A pure function; the caller keeps the state, publishes the entry and
 * writes down the reason.
 *
 * Little's law is the base (λ = L / W): people are let in as fast as sessions end, plus a share of what is missing. The people who the
 * clock has let in but whose slot has not come are counted as if they were there (as a Smith predictor does), so that the delay between a
 * decision and its effect does not lead to a second helping.
 */
export function tune(
  settings: TunerSettings,
  state: TunerState,
  observation: TunerObservation,
): { state: TunerState; decision: TunerDecision } {
  const curve = curveNamed(settings.curve);
  invariant(curve !== undefined, `curve ${settings.curve} is known`);
  const unsound = unsoundness(settings, state, observation);
  if (unsound !== undefined) return { state, decision: hold(settings, state, unsound) };

  const measured = measure(settings, curve, state, observation);
  const outlook = seatOutlook(settings, measured, observation);
  const plan =
    closing(observation, measured, outlook) ??
    (settings.method === 'arrivals' && observation.arrivals !== null
      ? planByPeople(settings, curve, measured, observation, outlook)
      : planByLiveSessions(settings, measured, observation, outlook));
  const next: TunerState = {
    ...measured,
    phase: plan.phase,
    integral: plan.integral ?? measured.integral,
    lastError: plan.error ?? measured.lastError,
    openTau: isOpening(settings, measured, plan) ? plan.tau : measured.openTau,
    forecast: plan.phase === 'soldOut' ? null : foresee(settings, curve, measured, observation, outlook),
  };
  return { state: next, decision: decide(settings, curve, next, observation, outlook, plan) };
}

/** `seen` of the state is this observation's; what buyers were told is still the last turn's. */
function foresee(
  settings: TunerSettings,
  curve: CurveFamily,
  state: TunerState,
  { now, live, schedule }: TunerObservation,
  outlook: SeatOutlook,
): Forecast | null {
  const from = Math.max(now, settings.opensAt);
  const clock = readingAt({ opensAt: settings.opensAt, schedule }, from);
  const fresh = forecastFrom(settings, curve, state, {
    ...{ from, clock, live, outlook },
    rate: outlook.effectiveTarget / sessionSeconds(settings, state),
    fillingRate: fillingRate(settings),
  });
  const present = { second: from - settings.opensAt, clock };
  return fresh && smoothedForecast(state.forecast, fresh, present, settings.turnSeconds);
}

/** Whether people are let in at a pace that a speeding up may start from; where next to nobody is, τ says nothing. */
function isOpening(settings: TunerSettings, { departureRate }: TunerState, plan: Plan): boolean {
  const leaving = departureRate * settings.turnSeconds;
  return (
    plan.tau > 0 && plan.cause !== 'full' && !(plan.cause === 'steady' && plan.wanted < PACE_MIN * leaving)
  );
}

function decide(
  settings: TunerSettings,
  curve: CurveFamily,
  state: TunerState,
  observation: TunerObservation,
  outlook: SeatOutlook,
  plan: Plan,
): TunerDecision {
  const sale = { opensAt: settings.opensAt, schedule: observation.schedule };
  const clock = readingAt(sale, observation.now);
  const waiting =
    state.presence * (countOf(state.people) - releasedBy(state.people, clock, curve, settings.k));
  const facts = {
    phase: plan.phase,
    cause: plan.cause,
    effectiveTarget: outlook.effectiveTarget,
    wanted: plan.wanted,
    underway: plan.underway,
    waiting,
    forecast: state.forecast,
  };
  const tau = plan.tau === 0 ? 0 : Number(plan.tau.toPrecision(DIGITS));
  const published = observation.schedule.at(-1)?.[1] ?? 0;
  const changed =
    tau === 0 || published === 0 ? tau !== published : Math.abs(Math.log(tau / published)) > CHANGE_MIN;
  const entry = changed ? { from: startOf(settings, observation), tau } : null;
  return {
    ...facts,
    entry,
    expected:
      observation.arrivals === null ? null : expectedAfter(settings, curve, state, observation, entry),
    reason: reasonFor(settings, observation, facts, changed ? tau : published),
  };
}

/** The turn to come, judged in advance. An entry's own reading follows from the one before it. */
function expectedAfter(
  settings: TunerSettings,
  curve: CurveFamily,
  state: TunerState,
  observation: TunerObservation,
  entry: TunerDecision['entry'],
): number {
  const { now, schedule } = observation;
  const until = now + settings.turnSeconds;
  const before = { opensAt: settings.opensAt, schedule };
  const next: ScheduleEntry[] =
    entry === null ? [] : [[entry.from, entry.tau, readingAt(before, entry.from)]];
  const sale = { ...before, schedule: [...schedule, ...next] };
  const people = withExpectedArrivals(settings, state, observation, until);
  return state.presence * judgeSeconds(settings, curve, sale, people, state.judged, now, until).predicted;
}

function hold(settings: TunerSettings, state: TunerState, unsound: string): TunerDecision {
  return {
    entry: null,
    phase: state.phase,
    cause: 'unsound',
    reason: `τ stays as it is: ${unsound}.`,
    effectiveTarget: settings.target,
    wanted: 0,
    expected: null,
    underway: 0,
    waiting: 0,
    forecast: state.forecast,
  };
}
