import { describe, expect, test } from 'vitest';
import { type DemandInput, expectedDemand } from '../../../src/core/plan/index.ts';
import { loadScenario, type Scenario, simulate } from '../../../src/sim/index.ts';

/** What the plan would be asked for a scenario of one class and one rush. */
function inputOf({ people, sale, arrivals, classes, horizonSeconds }: Scenario): DemandInput {
  const [wave] = arrivals;
  if (wave?.kind !== 'rush') throw new Error('the plan knows rushes only');
  const weights = sale.seatsPerOrder.reduce((sum, { share }) => sum + share, 0);
  return {
    people,
    horizonSeconds,
    seats: sale.seats,
    target: sale.target,
    slotSeconds: sale.slotSeconds,
    arrivals: {
      earlyShare: wave.beforeShare,
      earlySeconds: wave.beforeSeconds,
      halfLifeSeconds: wave.halfLifeSeconds,
    },
    showUp: classes[0]?.showUp ?? 1,
    choosingSeconds: sale.session.meanSeconds,
    payingSeconds: sale.checkout.meanSeconds,
    seatsPerOrder: sale.seatsPerOrder.reduce((sum, { seats, share }) => sum + seats * share, 0) / weights,
    checkoutShare: sale.checkout.share,
    paymentShare: 1 - sale.checkout.paymentFailure,
  };
}

const SCENARIOS = {
  'a stadium and more people than it seats': {
    people: 150_000,
    sale: { seats: 100_000, target: 2_000 },
    horizonSeconds: 28_000,
  },
  'a quicker sale of the same stadium': {
    people: 120_000,
    sale: { seats: 100_000, target: 2_500, k: 4, slotSeconds: 60 },
    horizonSeconds: 14_400,
  },
  'an arena where three in ten do not come back, and seats are left': {
    people: 30_000,
    sale: { seats: 20_000, target: 500 },
    classes: [{ name: 'everybody', showUp: 0.7 }],
    horizonSeconds: 7_200,
  },
  'hesitant buyers who come early': {
    people: 100_000,
    sale: {
      seats: 50_000,
      target: 1_500,
      checkout: { share: 0.6, meanSeconds: 60, paymentFailure: 0.1 },
    },
    arrivals: [{ kind: 'rush', beforeShare: 0.8, beforeSeconds: 1_800, halfLifeSeconds: 1_200 }],
    horizonSeconds: 28_000,
  },
};

/** Seeds over which a simulated sale is averaged: how the last seats go is a matter of chance. */
const SEEDS = [1, 2];

describe('the plan counts what the simulator counts, within 5 %', () => {
  test.each(Object.entries(SCENARIOS))('%s', async (name, scenario) => {
    const simulated = { polls: 0, holds: 0, sessions: 0, orders: 0, mostWaiting: 0 };
    for (const seed of SEEDS) {
      const result = await simulate(loadScenario({ name, seed, ...scenario }));
      const emptyHanded = result.groups.reduce((sum, group) => sum + group.emptyHanded, 0);
      simulated.polls += result.totals.polls / SEEDS.length;
      simulated.holds += (result.admitted - emptyHanded) / SEEDS.length;
      simulated.sessions += result.admitted / SEEDS.length;
      simulated.orders += result.buyers / SEEDS.length;
      simulated.mostWaiting += Math.max(...result.series.waiting) / SEEDS.length;
    }
    const demand = expectedDemand(inputOf(loadScenario({ name, ...scenario })));
    const planned = { ...demand, mostWaiting: demand.peak.waiting };
    const errors = Object.entries(simulated).map(([what, count]) => {
      const error = planned[what as keyof typeof simulated] / count - 1;
      return [what, Math.abs(error) <= 0.05 ? 'within 5 %' : `${(error * 100).toFixed(1)} %`];
    });
    expect(Object.fromEntries(errors)).toEqual({
      polls: 'within 5 %',
      holds: 'within 5 %',
      sessions: 'within 5 %',
      orders: 'within 5 %',
      mostWaiting: 'within 5 %',
    });
  });
});
