import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/sim/fairness/index.ts';
import { judgeScenario } from '../../../src/sim/gate/index.ts';
import { DESIGNS, type DesignName } from '../../../src/sim/index.ts';
import { SALES, type SaleName, sell } from './sales.ts';

/** Each rule of admission, broken on purpose: the sale in which it shows, and the condition that must tell. */
const BROKEN: Readonly<
  Record<Exclude<DesignName, 'tix'>, { readonly what: string; readonly sale: SaleName; readonly by: string }>
> = {
  inverted: { what: 'the inverted rule, v ≥ P', sale: 'usual', by: 'controller.overshoot' },
  waitTimesTau: {
    what: 'the wait over today’s τ instead of the sale clock, under a second rush',
    sale: 'secondRush',
    by: 'order.rule',
  },
  fifo: {
    what: 'first come, first served, where connections differ',
    sale: 'starter',
    by: 'latency.riskDifference',
  },
  rerollable: { what: 'a fresh draw for every token', sale: 'usual', by: 'attackers.rerollers.advantage' },
  biasedHash: { what: 'a hash whose top bit is stuck', sale: 'usual', by: 'draws.distance' },
  waitBeforeOpening: {
    what: 'waiting that counts from before the opening',
    sale: 'earlyBirds',
    by: 'order.beforeOpening',
  },
  noSlots: {
    what: 'a verdict without slots, under scripts that ask all the time',
    sale: 'usual',
    by: 'attackers.spammers.headStartSeconds',
  },
};

describe('the gate catches', () => {
  for (const [design, { what, sale, by }] of Object.entries(BROKEN)) {
    test.each([1, 2, 3])(`${what} (seed %i)`, async (seed) => {
      const { ok, checks } = judgeScenario(await sell(sale, design as DesignName, seed));
      expect(ok).toBe(false);
      expect(checks.find(({ path }) => path === by)).toMatchObject({ verdict: 'failed' });
    });
  }

  test('every broken design there is', () => {
    expect(Object.keys(BROKEN).toSorted()).toEqual(DESIGNS.filter((design) => design !== 'tix').toSorted());
  });
});

describe('the gate lets the design as built pass', () => {
  const seeds = Array.from({ length: 50 }, (_, i) => i + 1);

  test('with 50 seeds in the usual sale', async () => {
    const alarms: string[] = [];
    for (const seed of seeds) alarms.push(...(await alarmsOf('usual', seed)));
    expect(alarms).toEqual([]);
  });

  test.each(Object.keys(SALES).filter((name) => name !== 'usual') as SaleName[])(
    'with 15 seeds in the sale that a broken one fails: %s',
    async (name) => {
      const alarms: string[] = [];
      for (const seed of seeds.slice(0, 15)) alarms.push(...(await alarmsOf(name, seed)));
      expect(alarms).toEqual([]);
    },
  );

  test('and its 95 % intervals are honest: about that many hold the truth', async () => {
    const advantages = [];
    for (const seed of seeds) advantages.push(...assess(await sell('usual', 'tix', seed)).attackers);
    const covered = advantages.filter(
      ({ advantage }) => advantage !== null && advantage.low <= 1 && advantage.high >= 1,
    );
    // Of 100 intervals, 95 are expected to hold it; fewer than 87 or all of them would each happen once in some hundred runs.
    expect(covered.length).toBeGreaterThanOrEqual(87);
    expect(covered.length).toBeLessThan(100);
  });
});

async function alarmsOf(name: SaleName, seed: number): Promise<string[]> {
  return judgeScenario(await sell(name, 'tix', seed))
    .checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'unmeasured')
    .map(({ condition, measured }) => `${name}, seed ${seed}: ${condition} (${measured?.value})`);
}
