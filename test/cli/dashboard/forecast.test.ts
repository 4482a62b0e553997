import { expect, test } from 'vitest';
import { forecastTarget } from '../../../src/cli/dashboard/forecast.ts';
import { type DashboardState, initialState, update } from '../../../src/cli/dashboard/model/index.ts';
import { NOW_MS, snapshot } from './sale-in-full-swing.ts';

/** A minute in which ten sessions ended every second, 2,000 of them live. */
function watched(endedPerSecond: number, waitingPeople: number | null = 240_000): DashboardState {
  const at = (seconds: number) => ({
    ...snapshot,
    atMs: NOW_MS + seconds * 1_000,
    queue: { ...snapshot.queue, waitingPeople },
    seats: { ...snapshot.seats, available: 50_000, held: 0, inCheckout: 0, sold: 5_000 },
    sessions: { ...snapshot.sessions, live: 2_000, ended: 10_000 + endedPerSecond * seconds },
  });
  return [30, 60].reduce(
    (state, seconds) =>
      update(state, { type: 'snapshot', snapshot: at(seconds), way: 'stream' }, at(seconds).atMs).state,
    initialState(at(0), 'stream', NOW_MS),
  );
}

test('half the target lets half as many in, and the seats last twice as long', () => {
  const lines = forecastTarget(watched(10), 1_000);
  const line = (what: string) => lines.find((each) => each.what === what);
  expect(line('let in a second, at most')).toMatchObject({ today: '10.0', proposed: '5.0' });
  expect(line('seats are gone, at the earliest')).toMatchObject({
    today: 'in 2 h 56 min',
    proposed: 'in 5 h 53 min',
  });
});

test('the chance of those who wait does not depend on the target, only when they get in', () => {
  const lines = forecastTarget(watched(10), 1_000);
  const line = (what: string) => lines.find((each) => each.what === what);
  const chance = line('of those waiting get in');
  expect(chance?.today).toBe('about 106,000 (44 %)');
  expect(chance?.proposed).toBe(chance?.today);
  expect(line('half of those waiting are in')).toMatchObject({ today: 'not before', proposed: 'not before' });
});

test('a moment with hardly anybody in does not change how long people stay', () => {
  const before = watched(10);
  const empty = { ...before.snapshot, atMs: before.snapshot.atMs + 1_000 };
  const now = update(
    before,
    {
      type: 'snapshot',
      snapshot: { ...empty, sessions: { ...empty.sessions, live: 1, ended: empty.sessions.ended + 10 } },
      way: 'stream',
    },
    empty.atMs,
  ).state;
  expect(forecastTarget(now, 1_000)[0]?.proposed).toBe('6.7');
});

test('no target lets more in than the service does', () => {
  expect(forecastTarget(watched(10), 9_000)).toEqual(
    forecastTarget(watched(10), 2_000).map(({ what, today }) => ({ what, today, proposed: today })),
  );
});

test('says that it does not know, rather than guess', () => {
  expect(() => forecastTarget(watched(0), 1_000)).toThrow('too few sessions have ended');
  expect(() => forecastTarget(initialState(snapshot, 'stream', NOW_MS), 1_000)).toThrow();
  expect(forecastTarget(watched(10, null), 1_000).at(-1)).toMatchObject({ today: '–', proposed: '–' });
});
