import { expect, test } from 'vitest';
import { clockAt, judge, lotOf, type ScheduleEntry, slotPhaseOf } from '../../../src/core/admission/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { drawKeysOf, SIMULATED_EVENT, simulatedSub } from '../../../src/sim/draw/index.ts';
import { OPENS_AT, simulate } from '../../../src/sim/engine/index.ts';
import { scenarioOf } from './scenario.ts';

const TOKENS = 100_000;
const NEVER = -1;

/** Core's verdict is asked about every token in the slot the engine let it in, in the slot before, and else in its last. */
test.each([
  { k: 1, slotSeconds: 30, tau: 'tuned', seed: 1 },
  { k: 2, slotSeconds: 37, tau: 2_400, seed: 2 },
])('100,000 tokens are let in in the very slot in which core says so (k $k)', async ({ seed, ...sale }) => {
  const scenario = scenarioOf({
    ...{ people: TOKENS, seed, horizonSeconds: 1_800 },
    sale: { ...sale, target: 5_000 },
    arrivals: [{ kind: 'rush', beforeShare: 0.3, halfLifeSeconds: 400 }],
  });
  const mintedAt = new Int32Array(TOKENS);
  const drawnAt = new Int32Array(TOKENS).fill(NEVER);
  let schedule: readonly ScheduleEntry[] = [[OPENS_AT, typeof sale.tau === 'number' ? sale.tau : 100_000, 0]];
  const result = await simulate(scenario, {
    watch: {
      joined: (from, to, second) => void mintedAt.fill(second, from, to),
      drawn: (number, second) => {
        drawnAt[number] = second;
      },
      published: (published) => {
        schedule = published;
      },
    },
  });

  const keys = drawKeysOf(seed);
  const { slotSeconds, k } = scenario.sale;
  const terms = { opensAt: OPENS_AT, k, curve: 'weibull', slotSeconds, schedule };
  const disagreements: string[] = [];
  for (let number = 0; number < TOKENS; number++) {
    const sub = simulatedSub(number);
    const iat = OPENS_AT + (mintedAt[number] ?? 0);
    const token = {
      ...{ evt: SIMULATED_EVENT, sub, iat },
      lot: lotOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub),
      c0: clockAt(terms, Math.max(iat, OPENS_AT)) ?? Number.NaN,
    };
    const admits = (at: number): boolean => judge(nodeHashing, keys, terms, token, at).admitted;
    const drawn = drawnAt[number] ?? NEVER;
    const phase = slotPhaseOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub, slotSeconds);
    const firstSlot = firstSlotAfter(Math.max(iat, OPENS_AT), phase, slotSeconds);
    const at = drawn === NEVER ? OPENS_AT + scenario.horizonSeconds - 1 : OPENS_AT + drawn;
    const wrong =
      drawn === NEVER
        ? at >= firstSlot && admits(at)
        : (at - phase) % slotSeconds !== 0 || !admits(at) || (at > firstSlot && admits(at - slotSeconds));
    if (wrong) disagreements.push(`token ${number}, minted ${iat - OPENS_AT}, drawn ${drawn}`);
  }
  expect(disagreements).toEqual([]);
  expect(result.groups[0]?.drawn).toBe(drawnAt.filter((second) => second !== NEVER).length);
  expect(result.groups[0]?.drawn).toBeGreaterThan(5_000);
});

function firstSlotAfter(second: number, phase: number, slotSeconds: number): number {
  return second + slotSeconds - ((second - phase) % slotSeconds);
}
