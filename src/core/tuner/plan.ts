import { type CurveFamily, entryAt } from '../admission/index.ts';
import { gainFor } from './clock-gain.ts';
import { readingAt, waitingForSlot } from './flow.ts';
import { withExpectedArrivals } from './measure.ts';
import { countOf, releasedBy } from './people.ts';
import { proportionalIntegralTau } from './proportional-integral.ts';
import type { SeatOutlook } from './target.ts';
import type { TunerCause, TunerObservation, TunerPhase, TunerSettings, TunerState } from './types.ts';

/** Share of the error that is made up for in one turn. */
const PROPORTIONAL = 0.5;
const INTEGRAL = 0.0003;

/** The house is not filled faster than by this share of the target in a turn: the number of people may be wrong, and nobody was counted yet. */
const FILLING_MAX = 0.08;

/** The integral works near the target only, and never asks for more than this share of it in a turn. */
const INTEGRAL_BAND = 0.1;
const INTEGRAL_MAX = 0.005;

/** Live sessions within this share of the target are as good as there. */
const NEAR = 0.03;

/** People per second that are let in on top of those who leave, while the house is filled. */
export function fillingRate(settings: TunerSettings): number {
  return (FILLING_MAX * settings.target) / settings.turnSeconds;
}

/** What is to happen next, and what the next turn has to know of it. */
export interface Plan {
  readonly phase: TunerPhase;
  readonly cause: TunerCause;
  readonly tau: number;
  readonly wanted: number;
  readonly underway: number;
  readonly integral?: number;
  readonly error?: number;
}

/** Closed doors: nothing is left, or nothing until somebody gives seats back. */
export function closing(
  observation: TunerObservation,
  state: TunerState,
  outlook: SeatOutlook,
): Plan | undefined {
  const { available, held, inCheckout } = observation.seats;
  const shut = { tau: 0, wanted: 0, underway: 0, integral: 0 };
  if (available + held + inCheckout === 0) return { ...shut, phase: 'soldOut', cause: 'soldOut' };
  const wasHeld = state.phase === 'allHeld' && observation.live >= outlook.effectiveTarget;
  return available === 0 || wasHeld ? { ...shut, phase: 'allHeld', cause: 'allHeld' } : undefined;
}

export function planByPeople(
  settings: TunerSettings,
  curve: CurveFamily,
  state: TunerState,
  observation: TunerObservation,
  outlook: SeatOutlook,
): Plan {
  const from = startOf(settings, observation);
  const { presence, departureRate } = state;
  const clock = readingAt({ opensAt: settings.opensAt, schedule: observation.schedule }, from);
  const people = withExpectedArrivals(settings, state, observation, from);
  const underway = presence * waitingForSlot(settings, curve, people, state.judged, clock);
  // Half a slot passes between the clock and the average buyer.
  const delay = from - observation.now + settings.slotSeconds / 2;
  const error = outlook.effectiveTarget - (observation.live + underway - departureRate * delay);
  const correction = Math.min(PROPORTIONAL * error, FILLING_MAX * settings.target);
  const unlimited = departureRate * settings.turnSeconds + correction + state.integral;
  const wanted = Math.max(0, unlimited);

  const already = releasedBy(people, clock, curve, settings.k);
  const coming = state.arrivalRate * settings.turnSeconds;
  const released = (gain: number): number =>
    presence *
    (releasedBy(people, clock + gain, curve, settings.k) -
      already -
      coming * Math.expm1(-curve.hazard(gain / 2, settings.k)));
  const least = settings.turnSeconds / slowest(settings, observation);
  const tauBefore = tauSoFar(settings, state, observation);
  const isCrowdKnown = presence * (countOf(people) - already) + coming >= settings.target;
  // What the operator opens with was meant for a crowd: while none is there yet, an idle clock is not wound up for it.
  const speedUp = isCrowdKnown || from > settings.opensAt + settings.turnSeconds ? settings.speedUpMax : 1;
  const fastest = Math.max(settings.tauMin, tauBefore / speedUp);
  const most = settings.turnSeconds / fastest;
  const gain = gainFor(wanted, released, least, most);
  const atBound = unlimited <= 0 || gain === most;
  const bound = gain < most ? undefined : fastest > settings.tauMin ? 'easingIn' : 'fewPeople';
  return {
    phase: 'open',
    cause: causeOf(settings, observation, outlook, unlimited, bound),
    tau: settings.turnSeconds / gain,
    wanted,
    underway,
    integral: nextIntegral(settings, outlook, state.integral, error, atBound),
  };
}

/** The τ that a speeding up starts from: the last one that let people in, or the one the sale was opened with. */
function tauSoFar(settings: TunerSettings, state: TunerState, observation: TunerObservation): number {
  return state.openTau ?? (observation.schedule.at(-1)?.[1] || settings.tauMax);
}

/** The largest τ of this turn. */
function slowest({ tauMax, slowDownMax }: TunerSettings, { schedule }: TunerObservation): number {
  const published = schedule.at(-1)?.[1] ?? 0;
  return slowDownMax === undefined || published === 0 ? tauMax : Math.min(tauMax, published * slowDownMax);
}

/** Integral action for what the prediction misses; it stands still while a bound decides. */
function nextIntegral(
  settings: TunerSettings,
  outlook: SeatOutlook,
  integral: number,
  error: number,
  atBound: boolean,
): number {
  const limit = INTEGRAL_MAX * settings.target;
  const limited = outlook.effectiveTarget < settings.target;
  if (atBound || limited || Math.abs(error) > INTEGRAL_BAND * settings.target) return integral;
  return Math.min(limit, Math.max(-limit, integral + INTEGRAL * error));
}

export function planByLiveSessions(
  settings: TunerSettings,
  state: TunerState,
  observation: TunerObservation,
  outlook: SeatOutlook,
): Plan {
  const error = (outlook.effectiveTarget - observation.live) / settings.target;
  const inForce = entryAt(observation.schedule, Number.POSITIVE_INFINITY)?.[1] ?? 0;
  const before = inForce > 0 ? inForce : (state.openTau ?? settings.tauMax);
  const tau = proportionalIntegralTau(settings, before, error, state.lastError);
  const cause = causeOf(
    settings,
    observation,
    outlook,
    tau === settings.tauMax ? 0 : 1,
    tau === settings.tauMin ? 'fewPeople' : undefined,
  );
  return { phase: 'open', cause, tau, wanted: 0, underway: 0, error };
}

function causeOf(
  settings: TunerSettings,
  observation: TunerObservation,
  outlook: SeatOutlook,
  unlimited: number,
  bound: 'easingIn' | 'fewPeople' | undefined,
): TunerCause {
  if (outlook.effectiveTarget < settings.target) return unlimited > 0 ? 'fewSeats' : 'full';
  if (unlimited <= 0) return 'full';
  if (bound !== undefined) return bound;
  return observation.live < (1 - NEAR) * settings.target ? 'filling' : 'steady';
}

/** When a decision made now takes effect at the earliest; the opening's own entry cannot be replaced. */
export function startOf(settings: TunerSettings, observation: TunerObservation): number {
  const last = observation.schedule.at(-1)?.[0] ?? settings.opensAt;
  return Math.max(Math.ceil(observation.now + settings.leadSeconds), last + 1, settings.opensAt + 1);
}
