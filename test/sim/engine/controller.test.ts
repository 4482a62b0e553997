import { describe, expect, test } from 'vitest';
import { type SimulationResult, simulate } from '../../../src/sim/index.ts';
import { scenarioOf } from './scenario.ts';

/** The bars of the sale they were set for: 2,000 shoppers, slots of 30 s, 1 % sampled, 30 % of the drawn gone. */
const BARS = { overshoot: 0.05, meanError: 0.02, settledSessions: 3 };
const DISTURBED_OVERSHOOT = 0.15;
const PEOPLE = 120_000;
const BEFORE_RUSH = 60_000;
const NO_SHOWS = [{ name: 'everybody', showUp: 0.7 }];

function sale(k: number, parts: Record<string, unknown> = {}): Promise<SimulationResult> {
  return simulate(
    scenarioOf({
      ...{ people: PEOPLE, seed: 7, horizonSeconds: 3_600, classes: NO_SHOWS },
      ...parts,
      sale: { target: 2_000, k, samplingRate: 0.01, slotSeconds: 30 },
    }),
  );
}

describe.each([1, 2, 4])('with k = %i', (k) => {
  test('the number of shoppers is held: soon there, close to the target, hardly above it', async () => {
    const { controller } = await sale(k);
    expect(controller.overshoot).toBeLessThanOrEqual(BARS.overshoot);
    expect(controller.meanError).toBeLessThanOrEqual(BARS.meanError);
    expect(controller.settledSessions).toBeLessThanOrEqual(BARS.settledSessions);
    expect(controller.heldToSeconds).toBeGreaterThan(3_400);
  });

  test.each([
    [
      'ten times as many people come in a second rush',
      { people: 11 * BEFORE_RUSH, arrivals: secondRush(1_800) },
    ],
    ['they all come within a minute', { people: 11 * BEFORE_RUSH, arrivals: secondRush(60) }],
    ['sessions suddenly last twice as long', disturbed({ kind: 'sessionsTimes', factor: 2 })],
    [
      'half as many arrivals are sampled as thought',
      disturbed({ kind: 'samplingTimes', factor: 0.5, atSeconds: -7_200 }),
    ],
    [
      'twice as many arrivals are sampled as thought',
      disturbed({ kind: 'samplingTimes', factor: 2, atSeconds: -7_200 }),
    ],
    ['no change of τ arrives for two minutes', disturbed({ kind: 'updatesLost', forSeconds: 120 })],
  ])('it is not overrun when %s', async (_, parts) => {
    const { controller } = await sale(k, parts);
    expect(controller.overshoot).toBeLessThanOrEqual(DISTURBED_OVERSHOOT);
    expect(controller.meanError).toBeLessThanOrEqual(BARS.meanError);
  });
});

function secondRush(seconds: number) {
  return [
    { kind: 'rush', share: 1 },
    { kind: 'poisson', share: 10, fromSeconds: 1_500, toSeconds: 1_500 + seconds },
  ];
}

function disturbed(disturbance: Record<string, unknown>) {
  return { disturbances: [{ atSeconds: 1_500, ...disturbance }] };
}

test('a crowd that nobody saw coming does not overrun an empty house', async () => {
  const result = await simulate(
    scenarioOf({
      ...{ people: PEOPLE, horizonSeconds: 1_800 },
      arrivals: [{ kind: 'ramp', fromSeconds: -10, toSeconds: 60, startWeight: 1, endWeight: 0 }],
    }),
  );
  expect(result.controller.overshoot).toBeLessThanOrEqual(DISTURBED_OVERSHOOT);
});

test.each([100_000, 2_000, 330])(
  'nor does one that comes within three seconds of an opening nobody was early for, with τ = %i',
  async (initialTau) => {
    const { controller } = await simulate(
      scenarioOf({
        ...{ people: 12_000, horizonSeconds: 1_800 },
        arrivals: [{ kind: 'ramp', fromSeconds: 0, toSeconds: 3, startWeight: 1, endWeight: 1 }],
        sale: { target: 400, initialTau },
      }),
    );
    expect(controller.overshoot).toBeLessThanOrEqual(DISTURBED_OVERSHOOT);
    expect(controller.settledSessions).toBeLessThanOrEqual(BARS.settledSessions);
  },
);

describe('near the end', () => {
  test('the shoppers shrink with the seats, and nobody is let in to an empty map', async () => {
    const result = await simulate(
      scenarioOf({ people: 100_000, seed: 3, sale: { seats: 15_000, target: 2_000 } }),
    );
    const { series, controller } = result;
    expect(result.seatsSold).toBe(15_000);
    const few = series.at.findIndex((_, i) => (series.available[i] ?? 0) < 500);
    expect(series.target[few]).toBeLessThan(1_000);
    expect(controller.startsOnEmptyMap / result.admitted).toBeLessThan(0.001);
    const emptyHanded = result.groups.reduce((sum, group) => sum + group.emptyHanded, 0);
    expect(emptyHanded / result.admitted).toBeLessThan(0.01);
  });

  test('seats that come back are offered again', async () => {
    const result = await simulate(
      scenarioOf({
        ...{ people: 30_000, seed: 5 },
        sale: { seats: 2_000, target: 500, checkout: { share: 0.5, meanSeconds: 60, paymentFailure: 0.3 } },
      }),
    );
    expect(result.tuner.causes.find(({ cause }) => cause === 'allHeld')?.turns).toBeGreaterThan(0);
    expect(result.seatsSold).toBe(2_000);
  });

  test('with fewer people than places everybody is let in', async () => {
    const result = await simulate(scenarioOf({ people: 1_500, sale: { target: 2_000 } }));
    expect(result.admitted).toBe(1_500);
    expect(result.tuner.causes.find(({ cause }) => cause === 'fewPeople')?.turns).toBeGreaterThan(0);
  });
});

test('without arrival data the target is held too, less well', async () => {
  const people = { people: PEOPLE, seed: 2, horizonSeconds: 7_200 };
  const blind = await simulate(scenarioOf({ ...people, sale: { tau: 'pi' } }));
  const seeing = await simulate(scenarioOf({ ...people, sale: { tau: 'tuned' } }));
  expect(blind.controller.meanError).toBeLessThan(0.1);
  expect(blind.controller.settledSessions).toBeGreaterThan(Number(seeing.controller.settledSessions));
});

test('a fixed τ holds nothing', async () => {
  const { controller, tuner } = await simulate(scenarioOf({ people: PEOPLE, sale: { tau: 3_000 } }));
  expect(tuner).toMatchObject({ mode: 'fixed', published: 0 });
  expect(controller.overshoot).toBeGreaterThan(0.15);
});
