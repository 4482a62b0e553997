import type { TunerObservation, TunerSettings, TunerState } from './types.ts';

/** Observations older than this many turns say little about now. */
const TURNS_OLD_MAX = 3;

/** Why this observation must not be acted on, or undefined when it can be. */
export function unsoundness(
  settings: TunerSettings,
  state: TunerState,
  observation: TunerObservation,
): string | undefined {
  const { now, readAt, live, admitted, buyers, seats, arrivals } = observation;
  const counts = { live, admitted, buyers, ...seats };
  for (const [name, value] of Object.entries(counts)) {
    if (!(Number.isFinite(value) && value >= 0)) return `${name} is ${value}`;
  }
  if (!Number.isFinite(now)) return `the time is ${now}`;
  if (now - readAt > TURNS_OLD_MAX * settings.turnSeconds) {
    return `the numbers are ${Math.round(now - readAt)} s old`;
  }
  if (readAt > now + settings.turnSeconds) return 'the numbers come from the future';
  if (arrivals?.some(([second, sampled]) => !(Number.isFinite(second) && sampled >= 0))) {
    return 'arrivals are not counts of seconds';
  }
  if (live > admitted) return `${live} are in, but only ${admitted} were ever let in`;
  if (observation.schedule.length === 0) return 'no schedule is published';
  const seen = state.seen;
  if (seen === null) return undefined;
  if (now <= seen.now) return 'no time has passed since the last turn';
  if (admitted < seen.admitted || buyers < seen.buyers) return 'cumulative counts have fallen';
  if (admitted - live < seen.admitted - seen.live) return 'fewer sessions have ended than before';
  return undefined;
}
