import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendEntry, curveNamed, formatSaleRecord } from '../../../src/core/admission/index.ts';
import { initialState, type TunerObservation, tune } from '../../../src/core/tuner/index.ts';
import { firstDecision, OPENS_AT, observation, settings } from './support.ts';

const count = (max: number) => fc.nat({ max });
/** Any sound turn after the first: counts only grow. */
const step = fc.record({
  seconds: fc.integer({ min: 1, max: 40 }),
  admitted: count(400),
  left: count(400),
  arrivals: count(5_000),
  seats: fc.record({
    available: count(5_000),
    held: count(5_000),
    inCheckout: count(500),
    sold: count(9_000),
  }),
});

const RECORD = {
  ...{
    opensAt: OPENS_AT,
    k: 2,
    curve: 'weibull',
    slotSeconds: 30,
    phase: 'open' as const,
    powBits: 0,
    tokenLifeSeconds: 3_600,
  },
  ...{ sampling: { arrivals: 0, requests: 0, suspects: 0 }, commitment: null, tunerEpoch: 0 },
};

describe('whatever a sale does', () => {
  test('every change of τ can be published, and every decision can be read', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.constantFrom<'arrivals' | 'proportionalIntegral'>('arrivals', 'proportionalIntegral'),
        fc.constantFrom(1, 2, 4),
        (steps, method, k) => {
          const of = { ...settings, method, k };
          let state = initialState(of);
          let view = observation({ now: OPENS_AT - 20, live: 0, admitted: 0, buyers: 0 });
          for (const { seconds, admitted, left, arrivals, seats } of steps) {
            const turned = tune(of, state, view);
            const { entry, reason, wanted, effectiveTarget } = turned.decision;
            expect(turned.decision.cause).not.toBe('unsound');
            expect(reason).not.toMatch(/NaN|Infinity|undefined/);
            expect(wanted).toBeGreaterThanOrEqual(0);
            expect(effectiveTarget).toBeLessThanOrEqual(of.target);
            // Throws what is wrong with it.
            formatSaleRecord({
              ...RECORD,
              schedule: view.schedule.slice(-1),
              forecast: turned.decision.forecast,
            });
            state = turned.state;
            const schedule =
              entry === null
                ? view.schedule
                : appendEntry(view.schedule, entry.from, entry.tau, {
                    now: view.now,
                    leadSeconds: of.leadSeconds,
                  });
            const now = view.now + seconds;
            view = {
              ...{ now, readAt: now, schedule, seats, buyers: view.buyers },
              live: Math.max(0, view.live + admitted - left),
              admitted: view.admitted + admitted,
              arrivals: [[now - 1, arrivals]],
            };
          }
        },
      ),
    );
  });

  test('the state survives being written down', () => {
    fc.assert(
      fc.property(step, (first) => {
        const begun = tune(settings, initialState(settings), observation());
        const now = OPENS_AT + 600 + first.seconds;
        const view = observation({
          now,
          arrivals: [[now, first.arrivals]],
          admitted: 4_000 + first.admitted,
        });
        const written = JSON.parse(JSON.stringify(begun.state));
        const next = tune(settings, begun.state, { ...view, live: 2_000 });
        expect(tune(settings, written, { ...view, live: 2_000 })).toEqual(next);
      }),
    );
  });
});

test('the more are in, the fewer are let in', () => {
  fc.assert(
    fc.property(count(3_000), count(3_000), (a, b) => {
      const wanted = (live: number) => firstDecision({ live, admitted: 4_000 }).wanted;
      const [fewer, more] = a < b ? [a, b] : [b, a];
      expect(wanted(more)).toBeLessThanOrEqual(wanted(fewer));
    }),
  );
});

test('the clock gains what lets in the wanted, by the curve of core', () => {
  const curve = curveNamed('weibull');
  fc.assert(
    fc.property(count(1_200), fc.constantFrom(1, 2, 4), (live, k) => {
      const of = { ...settings, k };
      // Slow enough for nobody to be underway already, fast enough for the step not to be bounded.
      const tau = { 1: 150_000, 2: 12_000, 4: 3_300 }[k] ?? 0;
      const schedule = [[OPENS_AT, tau, 0] as const];
      const { entry, wanted, cause } = firstDecision({ live, admitted: 4_000, schedule }, of);
      expect(cause).toBe('filling');
      const before = 610 / tau;
      const gain = of.turnSeconds / (entry?.tau ?? tau);
      const hazard = (x: number) => curve?.hazard(x, k) ?? Number.NaN;
      const released = 1_000_000 * (Math.exp(-hazard(before)) - Math.exp(-hazard(before + gain)));
      expect(released / wanted).toBeCloseTo(1, 2);
    }),
  );
});

test('people who are not there any more are found out slowly: by no more than a tenth in a turn', () => {
  let { state } = tune(settings, initialState(settings), observation());
  for (let turn = 1; turn <= 30; turn++) {
    const before = state.presence;
    const schedule = [[OPENS_AT, 5_000, 0] as const];
    const view: Partial<TunerObservation> = { now: OPENS_AT + 600 + 10 * turn, schedule, arrivals: [] };
    // Nobody comes in, though the clock lets people in.
    state = tune(settings, state, observation(view)).state;
    expect(state.presence).toBeLessThan(before);
    expect(state.presence).toBeGreaterThanOrEqual(0.9 * before);
  }
  expect(state.presence).toBeLessThan(0.1);
});

test('many small groups of people are taken together, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(count(500), { minLength: 100, maxLength: 300 }), (counts) => {
      const arrivals = counts.map((sampled, i): [number, number] => [OPENS_AT + 2 * i, sampled]);
      const { state } = tune(settings, initialState(settings), observation({ arrivals }));
      const { people } = state;
      expect(people.clocks.length).toBeLessThanOrEqual(64);
      expect(people.clocks).toEqual([...people.clocks].sort((a, b) => a - b));
      const all = counts.reduce((sum, sampled) => sum + sampled, 0) / settings.samplingRate;
      expect(people.counts.reduce((sum, each) => sum + each, 0)).toBeCloseTo(all, 3);
    }),
    { numRuns: 30 },
  );
});
