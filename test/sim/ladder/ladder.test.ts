import { describe, expect, test } from 'vitest';
import { type AbuseRule, DEFAULT_RULES } from '../../../src/core/abuse/index.ts';
import { falsePositives, ladderCost } from '../../../src/sim/ladder/index.ts';
import { loadScenario } from '../../../src/sim/scenario/index.ts';

const ATTACKERS = [
  { name: 'spammers', kind: 'pollSpam', accounts: 20_000, humans: 20_000, pollsPerSlot: 30 },
  { name: 'replayers', kind: 'replay', accounts: 20_000, humans: 20_000, pollsPerSlot: 10 },
  { name: 'rerollers', kind: 'reroll', accounts: 20_000, humans: 20_000, mintsPerAccount: 100 },
  { name: 'early', kind: 'early', accounts: 20_000, humans: 20_000, arrivesSeconds: -86_400 },
  { name: 'farm', kind: 'sybil', accounts: 5_000, humans: 1 },
  { name: 'flat', kind: 'sybil', accounts: 5_000, humans: 1_000 },
];

/** The cost in a sale of two hours. */
function costOf(
  {
    seed = 1,
    sale = {},
    ...parts
  }: { seed?: number; sale?: Record<string, unknown> } & Record<string, unknown>,
  rules?: readonly AbuseRule[],
) {
  const scenario = loadScenario({ name: 'test', people: 100_000, ...parts, sale: { seats: 1_000, ...sale } });
  return ladderCost({ scenario, seed, endedAtSeconds: 7_200 }, rules);
}

/** One class with these habits. */
function honest(habits: Record<string, number>, rules?: readonly AbuseRule[]) {
  const [group] = costOf({ classes: [{ name: 'all', habits }] }, rules).classes;
  if (group === undefined) throw new Error('no class');
  return group;
}

const usual = costOf({
  classes: [{ name: 'fibre' }, { name: 'phone', latencyMs: { median: 300, p95: 2_000 } }],
  attackers: ATTACKERS,
});
const attacker = (name: string) => usual.attackers.find((each) => each.name === name);

describe('honest people', () => {
  test('are not warned by the usual rules, nor locked out', () => {
    expect(usual.classes.map(({ name, sampled }) => [name, sampled])).toEqual([
      ['fibre', 1_000],
      ['phone', 1_000],
    ]);
    for (const { warned, lockedOut } of usual.classes) {
      expect(warned.value).toBeLessThan(0.001);
      expect(lockedOut.value).toBe(0);
      expect(lockedOut.high).toBeLessThan(0.005);
    }
  });

  test('are warned, and never locked out, where hundreds share an address', () => {
    expect(honest({ peoplePerNetwork: 150 }).warned.value).toBe(0);
    const campus = honest({ peoplePerNetwork: 1_000 });
    expect(campus.warned.value).toBeGreaterThan(0.5);
    expect(campus.lockedOut.value).toBe(0);
    expect(campus.firstSignal).toBe('crowdedNetwork');
  });

  test('show every habit that the rules speak of', () => {
    expect(honest({ tokensPerHour: 3_000 }).firstSignal).toBe('manyTokens');
    expect(honest({ earlyPerHour: 3_000 }).firstSignal).toBe('early');
    expect(honest({ badTokensPerHour: 1_000 }).firstSignal).toBe('badToken');
    expect(honest({ unprovenPerHour: 1_000 }).firstSignal).toBe('unproven');
    expect(honest({ networksPerDay: 10_000, earlyPerHour: 600 }).warned.value).toBeGreaterThan(0.5);
  });

  test('pay more under stricter rules, and the measure of a gate says how much', () => {
    const strict = DEFAULT_RULES.map((rule) => ({ ...rule, threshold: 1, seenMin: 1 }));
    const cost = costOf({}, strict);
    expect(cost.classes[0]?.warned.value).toBeGreaterThan(0.3);
    const found = falsePositives(cost, 0.999);
    expect(found?.value).toBe(cost.classes[0]?.warned.value);
    expect(found?.low).toBeLessThan(cost.classes[0]?.warned.low ?? 0);
    expect(costOf({ attackers: ATTACKERS }, []).attackers.every(({ warned }) => warned.value === 0)).toBe(
      true,
    );
  });
});

describe('cheats', () => {
  test('who ask all the time or show tokens of others are locked out', () => {
    for (const [name, signal] of [
      ['spammers', 'early'],
      ['replayers', 'badToken'],
    ] as const) {
      expect(attacker(name)?.lockedOut.low).toBeGreaterThan(0.95);
      expect(attacker(name)?.firstSignal).toBe(signal);
    }
  });

  test('with many accounts on one network are asked for a person, with few accounts on each they are not', () => {
    expect(attacker('farm')).toMatchObject({ lockedOut: { value: 0 }, firstSignal: 'crowdedNetwork' });
    expect(attacker('farm')?.warned.low).toBeGreaterThan(0.6);
    expect(attacker('flat')?.warned.value).toBe(0);
  });

  test('who mint again and again are seen through the sample only', () => {
    const { warned, lockedOut } = attacker('rerollers') ?? {};
    expect(warned?.value).toBeGreaterThan(0.02);
    expect(warned?.value).toBeLessThan(0.3);
    expect(lockedOut?.value).toBe(0);
    const { attackers } = costOf({ attackers: ATTACKERS, sale: { requestSampling: 1 } });
    expect(attackers.find(({ name }) => name === 'rerollers')?.warned.value).toBe(1);
  });
});

test('the same seed gives the same bytes, another seed others', () => {
  const bytes = (seed: number) => JSON.stringify(costOf({ seed, attackers: ATTACKERS }));
  expect(bytes(7)).toBe(bytes(7));
  expect(bytes(7)).not.toBe(bytes(8));
});
