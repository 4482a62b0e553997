import { describe, expect, test } from 'vitest';
import { DESIGNS, type DesignName, simulate } from '../../../src/sim/index.ts';
import { groupNamed, scenarioOf, successOf } from './scenario.ts';

/** Few seats and a short sale: whoever gains a little time gains seats. */
const scenario = scenarioOf({
  ...{ people: 60_000, seed: 9, horizonSeconds: 3_600 },
  arrivals: [{ kind: 'rush', beforeShare: 0.9, beforeSeconds: 1_800, halfLifeSeconds: 60 }],
  attackers: [
    { name: 'spam', kind: 'pollSpam', accounts: 6_000, pollsPerSlot: 60 },
    { name: 'reroll', kind: 'reroll', accounts: 6_000, mintsPerAccount: 20 },
    { name: 'early', kind: 'early', accounts: 6_000, arrivesSeconds: -80_000 },
    { name: 'replay', kind: 'replay', accounts: 6_000, pollsPerSlot: 6 },
    { name: 'farm', kind: 'sybil', accounts: 6_000 },
  ],
  sale: { seats: 3_000, target: 1_500, slotSeconds: 60, initialTau: 50_000 },
});

/** Success per account over that of honest people who were there before the opening too. */
async function advantages(design: DesignName): Promise<Record<string, number>> {
  const result = await simulate(scenario, { design });
  const { byArrival } = groupNamed(result, 'everybody');
  const honest = (byArrival.steadfastBuyers[0] ?? 0) / (byArrival.steadfast[0] ?? 0);
  const names = scenario.attackers.map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, successOf(result, name) / honest]));
}

describe('cheats', () => {
  test('gain nothing per account', async () => {
    // About 100 orders each: three standard errors are 30 %.
    for (const [name, advantage] of Object.entries(await advantages('tix'))) {
      expect(advantage, name).toBeGreaterThan(0.7);
      expect(advantage, name).toBeLessThan(1.3);
    }
  });

  test('who mint many tokens gain where every token is a fresh draw', async () => {
    expect((await advantages('rerollable')).reroll).toBeGreaterThan(3);
  });

  test('who come long before gain where waiting counts from arrival', async () => {
    expect((await advantages('waitBeforeOpening')).early).toBeGreaterThan(3);
  });

  test('who ask without pause gain half a slot where there are no slots', async () => {
    const steady = {
      ...scenario,
      sale: { ...scenario.sale, seats: 1_000_000, tau: 800, softCap: 1e6, hardCap: 1e6 },
    };
    const meanWaits = async (design: DesignName) => {
      const result = await simulate(steady, { design });
      return [groupNamed(result, 'spam'), groupNamed(result, 'everybody')].map(({ waits }) =>
        Number(waits.mean),
      );
    };
    const [spam, honest] = await meanWaits('tix');
    const [spamWithout, honestWithout] = await meanWaits('noSlots');
    // Slots of 60 s: whoever is due waits for 30 s on average.
    expect(Number(spam) - Number(spamWithout)).toBeGreaterThan(25);
    expect(Math.abs(Number(honest) - Number(honestWithout))).toBeLessThan(10);
  });

  test('who are first gain where there is a queue', async () => {
    expect((await advantages('fifo')).early).toBeGreaterThan(3);
  });
});

test('the inverted rule lets nearly everybody in at once', async () => {
  const { controller } = await simulate(scenario, { design: 'inverted' });
  expect(controller.overshoot).toBeGreaterThan(5);
});

test('a stuck bit shows in the draws', async () => {
  const { draws } = await simulate(scenario, { design: 'biasedHash' });
  expect(draws.dPlus).toBeGreaterThan(0.4);
});

test('where τ re-judges the past, a second rush freezes the early', async () => {
  const rushed = {
    ...scenarioOf({
      ...{ people: 200_000, seed: 4, horizonSeconds: 3_600 },
      arrivals: [
        { kind: 'rush', share: 1, beforeShare: 1 },
        { kind: 'poisson', share: 10, fromSeconds: 1_200, toSeconds: 1_500 },
      ],
      sale: { target: 500, k: 1 },
    }),
  };
  /** Of the admitted in the ten minutes after the rush, how many came before the opening. */
  const earlyAfterRush = async (design: DesignName) => {
    const { order } = await simulate(rushed, { design });
    return order.admittedAt.filter((at, i) => at > 1_500 && at <= 2_100 && (order.arrivedAt[i] ?? 0) < 0)
      .length;
  };
  expect(await earlyAfterRush('tix')).toBeGreaterThan(50);
  expect(await earlyAfterRush('waitTimesTau')).toBeLessThan(5);
});

test('all broken designs can be told from the one that is built', () => {
  expect(DESIGNS).toHaveLength(8);
});
