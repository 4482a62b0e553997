import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../../src/core/admission/index.ts';
import { initialState, type TunerObservation, type TunerState, tune } from '../../../src/core/tuner/index.ts';
import { smoothedForecast } from '../../../src/core/tuner/smooth-forecast.ts';
import { OPENS_AT, observation, settings } from './support.ts';

const START = OPENS_AT + 600;
const MANY = { available: 90_000, held: 3_000, inCheckout: 500, sold: 3_450 };

function turn(state: TunerState, changes: Partial<TunerObservation>) {
  const turned = tune(settings, state, observation({ arrivals: [], ...changes }));
  const { forecast } = turned.decision;
  if (forecast === null) throw new Error('nothing foreseen');
  return { state: turned.state, forecast };
}

describe('what buyers can be told', () => {
  const crowd = { arrivals: [[OPENS_AT - 60, 10_000]] } as const;

  test('is where the clock will be until the seats are gone, from the sessions that takes', () => {
    const { forecast } = turn(initialState(settings), crowd);
    const course = forecast.course ?? [];
    // 90,875 attainable seats, 2.3 × 0.75 a session, half of those inside first; 2,000 sessions last 300 s.
    const seconds = (90_875 / (2.3 * 0.75) - 1_000) / (2_000 / 300);
    expect(course.at(-1)?.[0]).toBeGreaterThan(600 + 0.97 * seconds);
    expect(course.at(-1)?.[0]).toBeLessThan(600 + 1.03 * seconds);
    expect(course.at(-1)?.[1]).toBe(forecast.endClock);
    expect(course.length).toBeGreaterThan(3);
  });

  test('slows down: the luckiest are let in first', () => {
    const { forecast } = turn(initialState(settings), crowd);
    const course = [[600, 0.012], ...(forecast.course ?? [])] as [number, number][];
    const speeds = course.slice(1).map(([second, reading], i) => {
      const [before, read] = course[i] as [number, number];
      return (reading - read) / (second - before);
    });
    expect(speeds).toEqual(speeds.toSorted((a, b) => b - a));
  });

  test('follows sudden news in steps, so that nothing jumps from poll to poll', () => {
    const before = { course: [[1_600, 0.5]], tau: 5_000, endClock: 0.5 } as const;
    const next = { course: [[4_600, 0.5]], tau: 20_000, endClock: 0.5 } as const;
    const present = { second: 600, clock: 0 };
    const at = (seconds: number) => smoothedForecast(before, next, present, seconds).course?.[0]?.[0] ?? 0;
    // From 1,000 s of waiting to four times as much: half way is twice as much.
    expect(at(30 * Math.LN2) - 600).toBe(2_000);
    expect(at(10) - 600).toBeLessThan(1_500);
    expect(at(300) - 600).toBeGreaterThan(3_999);
  });

  test('is drawn towards what was told the turn before', () => {
    const first = turn(initialState(settings), crowd);
    const now = START + 10;
    const view = { now, readAt: now, seats: { ...MANY, available: 9_000 } };
    const end = (forecast: Forecast) => forecast.course?.at(-1)?.[0] ?? 0;
    const told = end(turn(first.state, view).forecast);
    const fresh = end(turn({ ...first.state, forecast: null }, view).forecast);
    expect(fresh).toBeLessThan(3_000);
    expect(told).toBeGreaterThan(fresh);
    expect(told).toBeLessThan(end(first.forecast));
  });

  test('stays as it was while the numbers make no sense', () => {
    const first = turn(initialState(settings), crowd);
    const { decision } = tune(settings, first.state, observation({ live: Number.NaN, now: START + 10 }));
    expect(decision).toMatchObject({ cause: 'unsound', forecast: first.forecast });
  });

  test('is nothing when nobody waits', () => {
    const { decision } = tune(settings, initialState(settings), observation({ arrivals: [] }));
    expect(decision.forecast).toBeNull();
  });
});
