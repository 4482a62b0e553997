import { UserError } from '../../core/errors/index.ts';
import { formatDuration } from '../framework/index.ts';
import { about, percent, rate, UNKNOWN } from './draw/index.ts';
import type { DashboardState, ForecastLine } from './model/index.ts';

/** Sessions that must have ended before their length is believed. */
const ENDED_MIN = 5;
const SEEN_MS_MIN = 10_000;
const SEEN_MS = 120_000;

/**
 * What a target would bring if people go on as they did during the last two minutes. By Little's law (L = λW): sessions last W = live over
 * departures a second, so a house of L lets L / W in, if so many come; each takes as many seats as the sessions that have ended did. The
 * service's own cap bounds every target.
 *
 * @throws UserError `FORECAST_UNKNOWN` while too little was seen.
 */
export function forecastTarget(state: DashboardState, target: number): ForecastLine[] {
  const { snapshot, history } = state;
  const { live, ended, softCap } = snapshot.sessions;
  const sessionSeconds = meanSessionSeconds(history);
  if (sessionSeconds === null)
    throw new UserError('FORECAST_UNKNOWN', 'too few sessions have ended since the dashboard was opened');
  const seatsEach = snapshot.seats.sold / Math.max(1, ended);
  const today = snapshot.tuner?.target ?? live;
  const of = (held: number) => outcome(state, Math.min(held, softCap) / sessionSeconds, seatsEach);
  const [now, then] = [of(today), of(target)];
  const names = Object.keys(now) as (keyof typeof now)[];
  return names.map((what) => ({ what, today: now[what], proposed: then[what] }));
}

function outcome({ snapshot }: DashboardState, letInPerSecond: number, seatsEach: number) {
  const { available, held, inCheckout } = snapshot.seats;
  const left = available + held + inCheckout;
  const sellsPerSecond = letInPerSecond * seatsEach;
  const goneSeconds = sellsPerSecond > 0 ? left / sellsPerSecond : null;
  const waiting = snapshot.queue.waitingPeople;
  const halfSeconds = waiting === null ? null : waiting / 2 / letInPerSecond;
  const comesTooLate = halfSeconds !== null && goneSeconds !== null && halfSeconds > goneSeconds;
  const places = goneSeconds === null ? null : letInPerSecond * goneSeconds;
  return {
    'let in a second, at most': rate(letInPerSecond),
    'seats sold a minute, at most': rate(sellsPerSecond * 60),
    'seats are gone, at the earliest':
      goneSeconds === null ? UNKNOWN : `in ${formatDuration(goneSeconds * 1000)}`,
    'half of those waiting are in':
      halfSeconds === null
        ? UNKNOWN
        : comesTooLate
          ? 'not before'
          : `in ${formatDuration(halfSeconds * 1000)}`,
    'of those waiting get in':
      waiting === null || places === null || waiting === 0
        ? UNKNOWN
        : `${about(Math.min(waiting, places))} (${percent(Math.min(1, places / waiting))})`,
  };
}

/** Live sessions over departures a second, both as seen in the last two minutes; null when that is too little. */
function meanSessionSeconds(history: DashboardState['history']): number | null {
  const last = history.at(-1);
  const seen = history.filter(({ atMs }) => last !== undefined && atMs >= last.atMs - SEEN_MS);
  const first = seen[0];
  if (first === undefined || last === undefined || last.atMs - first.atMs < SEEN_MS_MIN) return null;
  const ended = last.ended - first.ended;
  const liveMean = seen.reduce((sum, { live }) => sum + live, 0) / seen.length;
  return ended < ENDED_MIN || liveMean === 0 ? null : (liveMean * (last.atMs - first.atMs)) / (ended * 1000);
}
