import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admissionProbability, curveNamed } from '../../../src/core/admission/index.ts';
import { planSale } from '../../../src/core/plan/index.ts';
import { somePlan } from './support.ts';

const DAY = 86_400;

describe('the plan of a sale', () => {
  test('admits as Little’s law says: target over session length', () => {
    const { demand } = planSale(somePlan());
    expect(demand.sessionSeconds).toBe(240 + 0.8 * 90);
    expect(demand.admissionsPerSecond).toBeCloseTo(2_000 / 312, 10);
    // Orders sell seats, so the sale takes seats / (λ · buying share · seats per order), its end apart.
    const bulkSeconds = 100_000 / ((2_000 / 312) * 0.76 * 2.3);
    expect(demand.soldOutSeconds).toBeGreaterThan(bulkSeconds);
    expect(demand.soldOutSeconds).toBeLessThan(bulkSeconds * 1.3);
  });

  test('accounts for everybody and every seat', () => {
    const { demand } = planSale(somePlan());
    expect(demand.mints).toBe(10_000_000);
    expect(demand.seatsSold).toBeCloseTo(100_000, -1);
    expect(demand.orders * 2.3).toBeCloseTo(demand.seatsSold, 6);
    expect(demand.sessions).toBeGreaterThanOrEqual(demand.holds);
    expect(demand.checkouts * 0.95).toBeGreaterThanOrEqual(demand.orders);
  });

  test('names what runs out first, and by when to ask for more of it', () => {
    const { bottleneck, limits } = planSale(somePlan());
    expect(bottleneck.name).toBe('CloudFront requests');
    expect(bottleneck.share).toBeGreaterThan(1);
    expect(bottleneck.actBy).toBe(1_800_000_000 - 28 * DAY);
    expect(bottleneck.remedy).toMatch(/^ask AWS for [\d,]+ requests\/s/);
    expect(limits.map(({ share }) => share)).toEqual(limits.map(({ share }) => share).sort((a, b) => b - a));
    for (const { share, remedy } of limits) expect(remedy !== '').toBe(share > 0.7);
  });

  test('of a small sale asks for nothing', () => {
    const small = somePlan({ people: 20_000, seats: 2_000, target: 40, opensAt: null });
    const { limits } = planSale(small);
    expect(limits.filter(({ remedy }) => remedy !== '')).toEqual([]);
    expect(limits.every(({ actBy }) => actBy === null)).toBe(true);
  });

  test('bills every poll, and says which prices it used', () => {
    const { bill, demand, edge } = planSale(somePlan());
    expect(bill.prices).toMatch(/November 2026/);
    expect(bill.totalUsd).toBeCloseTo(
      bill.items.reduce((sum, { usd }) => sum + usd, 0),
      6,
    );
    const functions = bill.items.find(({ what }) => what === 'Edge functions');
    expect(functions?.usd).toBeCloseTo((demand.polls + demand.mints) * 1e-7, 6);
    expect(edge.total.kvsReads).toBeCloseTo(2 * (demand.polls + demand.mints), 3);
    expect(bill.items.every(({ usd }) => usd > 0)).toBe(true);
  });

  test('its first τ lets in within a minute those who are wanted', () => {
    const curve = curveNamed('weibull');
    if (curve === undefined) throw new Error('there is no such curve');
    for (const k of [1, 2, 4, 8]) {
      const { openingTau } = planSale(somePlan({ k }));
      const letIn = 5_000_000 * admissionProbability(curve, 60 / openingTau, k);
      expect(letIn / (2_000 / 0.7)).toBeGreaterThan(0.95);
      expect(letIn / (2_000 / 0.7)).toBeLessThan(1.05);
    }
  });

  test('for more people, or a shorter slot, never says less of what they ask', () => {
    const sale = fc.record({
      people: fc.integer({ min: 1_000, max: 5_000_000 }),
      seats: fc.integer({ min: 100, max: 50_000 }),
      target: fc.integer({ min: 10, max: 3_000 }),
      slotSeconds: fc.integer({ min: 2, max: 120 }),
    });
    fc.assert(
      fc.property(sale, (changes) => {
        const base = planSale(somePlan({ ...changes, horizonSeconds: 7_200 }));
        const crowd = planSale(somePlan({ ...changes, people: 2 * changes.people, horizonSeconds: 7_200 }));
        const quick = planSale(
          somePlan({ ...changes, slotSeconds: Math.ceil(changes.slotSeconds / 2), horizonSeconds: 7_200 }),
        );
        expect(crowd.demand.peak.pollsPerSecond).toBeGreaterThan(base.demand.peak.pollsPerSecond);
        expect(crowd.bill.totalUsd).toBeGreaterThan(base.bill.totalUsd);
        expect(quick.demand.polls).toBeGreaterThanOrEqual(base.demand.polls);
        expect(base.demand.seatsSold).toBeLessThanOrEqual(changes.seats + 1e-6);
      }),
      { numRuns: 40 },
    );
  });
});
