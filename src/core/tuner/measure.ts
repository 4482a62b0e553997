import type { CurveFamily } from '../admission/index.ts';
import { judgeSeconds, readingAt } from './flow.ts';
import { NOBODY, type PeopleEstimate, withArrivals } from './people.ts';
import type { TunerObservation, TunerSettings, TunerState } from './types.ts';

/** Correction of the number of people per turn; trials with more overshot. */
const PRESENCE_GAIN = 0.1;

/** Admissions in a turn below which their ratio to the prediction is mostly noise. */
const NOISE_ADMISSIONS = 20;

const PRESENCE_BOUNDS = [0.02, 50] as const;

/** Seconds over which departures and arrivals are averaged. */
const DEPARTURES_MEMORY = 120;
const ARRIVALS_MEMORY = 4;

/** Seconds over which the length of sessions is averaged. */
const SESSIONS_MEMORY = 600;

/** Weight of the expected length, as a share of the sessions of a full house. */
const EXPECTED_WEIGHT = 1;

/** After a longer silence a turn's counts say nothing about rates any more. */
const SILENCE_TURNS_MAX = 12;

/** State of a tuner that has seen nothing yet. */
export function initialState(settings: TunerSettings): TunerState {
  return {
    seen: null,
    origin: null,
    people: NOBODY,
    judged: new Array(settings.slotSeconds).fill(0),
    presence: 1,
    arrivalRate: 0,
    departureRate: 0,
    ended: { sessions: 0, seconds: 0 },
    integral: 0,
    lastError: null,
    openTau: null,
    forecast: null,
    phase: 'open',
  };
}

/** The state after an observation: who came, who was judged, how many really got in, how fast sessions end. */
export function measure(
  settings: TunerSettings,
  curve: CurveFamily,
  state: TunerState,
  observation: TunerObservation,
): TunerState {
  const { now, live, admitted, buyers } = observation;
  const sale = { opensAt: settings.opensAt, schedule: observation.schedule };
  const people = withArrivals(state.people, arrivalsByReading(settings, observation));
  const seen = state.seen;
  const longAgo = now - 2 * settings.slotSeconds - SILENCE_TURNS_MAX * settings.turnSeconds;
  const since = Math.max(seen?.now ?? longAgo, longAgo);
  const judgement = judgeSeconds(settings, curve, sale, people, state.judged, since, now);
  const next = {
    ...state,
    seen: { now, live, admitted, buyers },
    origin: state.origin ?? { sold: observation.seats.sold, buyers, ended: admitted - live },
    people,
    judged: judgement.judged,
  };
  if (seen === null || seen.now < longAgo) return next;
  const seconds = now - seen.now;
  const ended = admitted - live - (seen.admitted - seen.live);
  return {
    ...next,
    presence: corrected(state.presence, judgement.predicted, admitted - seen.admitted),
    arrivalRate: smoothed(
      state.arrivalRate,
      newcomers(settings, observation) / seconds,
      seconds,
      ARRIVALS_MEMORY,
    ),
    ended: withEnded(state.ended, ended, ((live + seen.live) / 2) * seconds, seconds),
    departureRate: smoothed(state.departureRate, ended / seconds, seconds, DEPARTURES_MEMORY),
  };
}

function withEnded(
  before: TunerState['ended'],
  sessions: number,
  lived: number,
  seconds: number,
): TunerState['ended'] {
  const kept = Math.exp(-seconds / SESSIONS_MEMORY);
  return { sessions: kept * before.sessions + sessions, seconds: kept * before.seconds + lived };
}

/**
 * How long a session lasts: time lived over sessions ended, which allows for those still inside (it is exact where ends do not depend on
 * age). What was expected counts for some sessions.
 */
export function sessionSeconds(settings: TunerSettings, { ended }: TunerState): number {
  const prior = EXPECTED_WEIGHT * settings.target;
  return (ended.seconds + prior * settings.expected.sessionSeconds) / (ended.sessions + prior);
}

/** Sampled arrivals as people, by the reading that is written into their tokens. */
function arrivalsByReading(
  settings: TunerSettings,
  observation: TunerObservation,
): (readonly [number, number])[] {
  const sale = { opensAt: settings.opensAt, schedule: observation.schedule };
  return [...(observation.arrivals ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([second, sampled]) => [readingAt(sale, second), sampled / settings.samplingRate]);
}

function newcomers(settings: TunerSettings, observation: TunerObservation): number {
  const sampled = (observation.arrivals ?? []).reduce((sum, [, count]) => sum + count, 0);
  return sampled / settings.samplingRate;
}

function corrected(presence: number, predicted: number, real: number): number {
  const expected = presence * predicted;
  if (!(expected > 0)) return presence;
  const ratio = Math.min(4, real / expected);
  const trust = expected / (expected + NOISE_ADMISSIONS);
  const next = presence * (1 + PRESENCE_GAIN * trust * (ratio - 1));
  return Math.min(PRESENCE_BOUNDS[1], Math.max(PRESENCE_BOUNDS[0], next));
}

function smoothed(before: number, value: number, seconds: number, memory: number): number {
  return before + (1 - Math.exp(-seconds / memory)) * (value - before);
}

/** The people as they will be at `from`, with those who will have come by then at the rate of late. */
export function withExpectedArrivals(
  settings: TunerSettings,
  state: TunerState,
  observation: TunerObservation,
  from: number,
): PeopleEstimate {
  if (!(state.arrivalRate > 0)) return state.people;
  const sale = { opensAt: settings.opensAt, schedule: observation.schedule };
  const middle = readingAt(sale, (observation.now + from) / 2);
  return withArrivals(state.people, [[middle, state.arrivalRate * (from - observation.now)]]);
}
