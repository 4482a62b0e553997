import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SimulationResult, simulate } from '../../../src/sim/index.ts';
import { groupNamed, scenarioOf } from './scenario.ts';

const scenario = scenarioOf({
  ...{ people: 60_000, seed: 42, horizonSeconds: 3_600 },
  classes: [
    { name: 'patient', share: 2, showUp: 0.8 },
    { name: 'hasty', share: 1, patienceSeconds: 600, latencyMs: { median: 300, p95: 2_000 } },
    { name: 'elsewhere', share: 1, background: { share: 0.7, checkSeconds: 60 }, hashesPerSecond: 20_000 },
  ],
  attackers: [
    { name: 'farm', kind: 'sybil', accounts: 1_270 },
    { name: 'spammer', kind: 'pollSpam', accounts: 500, humans: 3, pollsPerSlot: 30, mintsPerAccount: 4 },
  ],
  sale: { seats: 4_000, target: 400 },
});

let result: SimulationResult;
beforeAll(async () => {
  result = await simulate(scenario);
});
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('no person and no seat gets lost in a simulated sale', () => {
  test('tokens are people and accounts', () => {
    expect(result.tokens).toBe(61_770);
    expect(sum(result.groups.map(({ people }) => people))).toBe(61_770);
    expect(groupNamed(result, 'patient').people).toBe(30_000);
    expect(groupNamed(result, 'spammer')).toMatchObject({ humans: 3, mints: 2_000, hashes: 2_000 * 65_536 });
  });

  test('the drawn come in, are not there any more, or are left with a pass', () => {
    for (const { drawn, absent, admitted, withPass } of result.groups) {
      expect(admitted + absent).toBeLessThanOrEqual(drawn);
      expect(drawn - absent - admitted).toBeLessThanOrEqual(withPass);
    }
    expect(groupNamed(result, 'patient').absent).toBeGreaterThan(0);
    expect(groupNamed(result, 'farm').absent).toBe(0);
  });

  test('every session ends in one of four ways', () => {
    for (const group of result.groups) {
      const { emptyHanded, gaveUp, paymentFailed, buyers } = group;
      expect(emptyHanded + gaveUp + paymentFailed + buyers).toBe(group.admitted);
      expect(group.waits.count).toBe(group.admitted);
    }
    expect(sum(result.groups.map(({ admitted }) => admitted))).toBe(result.admitted);
    expect(sum(result.groups.map(({ buyers }) => buyers))).toBe(result.buyers);
  });

  test('every seat is sold once', () => {
    expect(result.seatsSold).toBe(4_000);
    expect(sum(result.groups.map(({ seatsBought }) => seatsBought))).toBe(4_000);
    expect(result.soldOutAtSeconds).not.toBeNull();
  });

  test('counts by arrival add up to those of the group', () => {
    for (const { byArrival, people, admitted, buyers, steadfast } of result.groups) {
      expect(sum(byArrival.people)).toBe(people);
      expect(sum(byArrival.admitted)).toBe(admitted);
      expect(sum(byArrival.buyers)).toBe(buyers);
      expect(sum(byArrival.steadfast)).toBe(steadfast.people);
      expect(sum(byArrival.steadfastBuyers)).toBe(steadfast.buyers);
      expect(byArrival.people.length).toBe(result.arrivalBins.length);
    }
  });

  test('only the hasty give up, and those who never would are counted beforehand', () => {
    expect(groupNamed(result, 'patient').left).toBe(0);
    const { left, people, steadfast } = groupNamed(result, 'hasty');
    expect(left).toBeGreaterThan(0.5 * people);
    // Exponential patience of 600 s outlasts an hour with probability exp(−6).
    expect(steadfast.people / people).toBeCloseTo(Math.exp(-6), 2);
    expect(groupNamed(result, 'patient').steadfast.people / 30_000).toBeCloseTo(0.8, 1);
  });

  test('waits are ordered quantiles', () => {
    for (const { waits } of result.groups) {
      const { min, p05, p10, p25, p50, p75, p90, p95, p99, max } = waits;
      const quantiles = [min, p05, p10, p25, p50, p75, p90, p95, p99, max].map(Number);
      expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      expect(sum(waits.histogram.counts)).toBe(waits.count);
    }
  });

  test('nobody is let in before the sale clock has reached their number, and all but the latecomers within a slot and a tab', () => {
    const { dueAt, admittedAt, group } = result.order;
    const late = admittedAt.filter((at, i) => {
      const due = dueAt[i] ?? Number.NaN;
      expect(at).toBeGreaterThanOrEqual(due);
      // Waking a tab and solving the proof of work may take a minute each; a pass may be needed near the end.
      return at - due > 30 + 120 && result.groups[group[i] ?? -1]?.withPass === 0;
    });
    expect(late.length / admittedAt.length).toBeLessThan(0.02);
  });

  test('draws are counted once each', () => {
    expect(sum(result.draws.histogram)).toBe(61_770);
    expect(sum(result.groups.flatMap(({ draws }) => draws))).toBe(61_770);
  });
});

test('a result is plain JSON: nothing is lost in writing it down', () => {
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test('the same seed gives the same bytes, and another seed others', async () => {
  const digest = async (seed: number) =>
    createHash('sha256')
      .update(JSON.stringify(await simulate({ ...scenario, seed })))
      .digest('hex');
  const first = createHash('sha256').update(JSON.stringify(result)).digest('hex');
  expect(await digest(42)).toBe(first);
  expect(await digest(43)).not.toBe(first);
});

test('a change in behaviour is never an accident: this is what seed 42 comes to', () => {
  const { admitted, buyers, soldOutAtSeconds, totals, controller } = result;
  const waits = result.groups.map((group) => [group.name, group.drawn, group.buyers, group.waits.p50]);
  expect({
    admitted,
    buyers,
    soldOutAtSeconds,
    totals,
    overshoot: controller.overshoot,
    waits,
  }).toMatchInlineSnapshot(`
    {
      "admitted": 2290,
      "buyers": 1724,
      "overshoot": 0.05750000000000011,
      "soldOutAtSeconds": 3180,
      "totals": {
        "hashes": 4146462720,
        "mints": 63270,
        "polls": 5722532,
      },
      "waits": [
        [
          "patient",
          1556,
          937,
          813,
        ],
        [
          "hasty",
          226,
          166,
          422,
        ],
        [
          "elsewhere",
          744,
          554,
          852,
        ],
        [
          "farm",
          62,
          44,
          922,
        ],
        [
          "spammer",
          26,
          23,
          664,
        ],
      ],
    }
  `);
});

test('a simulation stops when it is told to', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(simulate(scenario, { signal: stop.signal })).rejects.toThrow('enough');
});
