import { describe, expect, test } from 'vitest';
import { initialState, type TunerObservation, tune } from '../../../src/core/tuner/index.ts';
import { firstDecision, OPENS_AT, observation, publish, settings } from './support.ts';

describe('an operator can read why', () => {
  test('when the house is being filled', () => {
    const { cause, reason } = firstDecision({
      ...{ live: 500, admitted: 500, buyers: 0 },
      schedule: [[OPENS_AT, 12_000, 0]],
    });
    expect(cause).toBe('filling');
    expect(reason).toMatch(
      /^500 of 2,000 shoppers are in and \d+ more are on their way; about \d+ are let in during the next 10 s\. The sale clock gains 1 in [\d,]+ s \(τ = [\d.e+]+\)\.$/,
    );
  });

  test('when few seats are left', () => {
    const { cause, reason, effectiveTarget } = firstDecision({
      ...{ live: 150, admitted: 4_000 },
      seats: { available: 300, held: 200, inCheckout: 50, sold: 3_450 },
    });
    expect(cause).toBe('fewSeats');
    expect(effectiveTarget).toBeLessThan(300);
    expect(reason).toMatch(/^Only 300 seats are free, enough for 2\d\d shoppers; 150 are in/);
  });

  test('when too many are in', () => {
    const { cause, reason, entry } = firstDecision({ live: 2_500, admitted: 4_000 });
    expect(cause).toBe('full');
    expect(reason).toMatch(/^2,500 shoppers are in .* nobody more is let in for now/);
    expect(entry?.tau).toBe(settings.tauMax);
  });

  test('when nobody is known to wait, and the clock is only sped up step by step', () => {
    const first = firstDecision({ arrivals: [], live: 10, admitted: 20, buyers: 5 });
    expect(first.cause).toBe('easingIn');
    expect(first.entry?.tau).toBe(50_000 / settings.speedUpMax);
  });
});

describe('a largest step', () => {
  test('is not exceeded in either direction', () => {
    const cautious = { ...settings, speedUpMax: 1.5, slowDownMax: 1.5 };
    const empty = firstDecision({ live: 0, admitted: 0, buyers: 0, arrivals: [] }, cautious);
    const crowded = firstDecision({ live: 2_500, admitted: 4_000 }, cautious);
    expect([empty.entry?.tau, crowded.entry?.tau]).toEqual([33_333, 75_000]);
  });
});

describe('the doors', () => {
  const none = { available: 0, held: 0, inCheckout: 0, sold: 3_450 };

  test.each([
    ['held', { ...none, held: 2 }],
    ['in checkout', { ...none, inCheckout: 2 }],
  ])('close while the last seats are %s, for they may come back', (_, seats) => {
    const { entry, phase, reason } = firstDecision({ seats });
    expect({ tau: entry?.tau, phase }).toEqual({ tau: 0, phase: 'allHeld' });
    expect(reason).toMatch(/^No seat is free; 2 are held and some may come back/);
  });

  test('say sold out only when every seat is sold', () => {
    const { entry, phase, reason, forecast } = firstDecision({ seats: none });
    expect({ tau: entry?.tau, phase, forecast }).toEqual({ tau: 0, phase: 'soldOut', forecast: null });
    expect(reason).toMatch(/^All 3,450 seats are sold/);
  });

  test('open again when seats come back and those inside are too few for them', () => {
    const closed = tune(
      settings,
      initialState(settings),
      observation({ seats: { ...none, held: 900 }, live: 400 }),
    );
    const schedule = publish(observation().schedule, closed.decision.entry, OPENS_AT + 600);
    const later = (changes: Partial<TunerObservation>) =>
      tune(settings, closed.state, observation({ now: OPENS_AT + 620, schedule, arrivals: [], ...changes }))
        .decision;
    const someBack = { ...none, available: 200, held: 300 };
    expect(later({ live: 390, seats: someBack }).phase).toBe('allHeld');
    expect(later({ live: 100, seats: someBack })).toMatchObject({ phase: 'open', cause: 'fewSeats' });
  });
});

describe('inputs that make no sense', () => {
  const now = OPENS_AT + 610;
  test.each<[string, Partial<TunerObservation>, RegExp]>([
    ['counts that are no numbers', { live: Number.NaN }, /live is NaN/],
    ['counts below zero', { buyers: -1 }, /buyers is -1/],
    ['seats below zero', { seats: { available: -5, held: 0, inCheckout: 0, sold: 0 } }, /available is -5/],
    ['old numbers', { readAt: now - 60 }, /the numbers are 60 s old/],
    ['numbers from the future', { readAt: now + 60 }, /future/],
    ['no time passed', { now: OPENS_AT + 600, readAt: OPENS_AT + 600 }, /no time has passed/],
    ['more inside than were ever let in', { live: 9_000 }, /9000 are in, but only 4000/],
    ['cumulative counts that fall', { admitted: 3_999, live: 1_999 }, /cumulative counts have fallen/],
    ['sessions that un-end', { live: 2_010 }, /fewer sessions have ended/],
    ['no schedule', { schedule: [] }, /no schedule/],
    ['arrivals that are no counts', { arrivals: [[Number.NaN, 3]] }, /arrivals/],
  ])('keep τ as it is, and say so: %s', (_, changes, why) => {
    const first = tune(settings, initialState(settings), observation());
    const { state, decision } = tune(settings, first.state, observation({ now, arrivals: [], ...changes }));
    expect(decision.entry).toBeNull();
    expect(decision.cause).toBe('unsound');
    expect(decision.reason).toMatch(/^τ stays as it is: /);
    expect(decision.reason).toMatch(why);
    expect(state).toBe(first.state);
  });
});

test('a tuner that has lost its memory goes on without a jump, given all arrivals again', () => {
  let schedule = observation().schedule;
  let state = initialState(settings);
  const all: [number, number][] = [];
  for (let turn = 0; turn <= 60; turn++) {
    const now = OPENS_AT - 20 + 10 * turn;
    const arrivals: [number, number][] = [[now - 5, turn === 0 ? 10_000 : 20]];
    all.push(...arrivals);
    const admitted = Math.min(2_000, 40 * turn) + 60 * turn;
    const view = observation({ now, schedule, arrivals, admitted, live: Math.min(2_000, 40 * turn) });
    const turned = tune(settings, state, view);
    if (turn === 60) {
      // It has measured nothing yet, so only what it knows of the people can carry it over.
      const fresh = tune(settings, initialState(settings), { ...view, arrivals: all });
      expect(fresh.state.people.counts.reduce((a, b) => a + b)).toBeCloseTo(
        turned.state.people.counts.reduce((a, b) => a + b),
        3,
      );
      expect(fresh.decision.underway).toBeCloseTo(turned.decision.underway / turned.state.presence, -1);
      expect(fresh.decision.waiting).toBeCloseTo(turned.decision.waiting / turned.state.presence, -1);
    }
    state = turned.state;
    schedule = publish(schedule, turned.decision.entry, now);
  }
});
