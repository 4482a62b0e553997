import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SteadyInput, steadyPlan } from '../../../src/core/plan/index.ts';

const stadium: SteadyInput = {
  ...{ target: 1_000, sessionSeconds: 300, people: 1_000_000, seats: 100_000 },
  ...{ showUp: 1, seatsPerOrder: 2, buyingShare: 0.5, k: 2, curve: 'weibull' },
};

describe('a sale by Little’s law', () => {
  test('of 100,000 seats to a million people', () => {
    // λ = 1,000 / 300 s = 3.3333/s. Each session sells 2 × 0.5 = 1 seat: 100,000 sessions, which takes 100,000 / 3.3333 = 30,000 s.
    // F = 100,000 / 1,000,000 = 0.1; H(x) = x² = −ln 0.9 = 0.1053605, x = 0.3245928; τ = 30,000 / 0.3245928 = 92,423.5.
    expect(steadyPlan(stadium)).toEqual({
      admissionsPerSecond: 3.33333,
      tau: 92_423.5,
      saleSeconds: 30_000,
      waits: { p10: 3_000, p25: 7_500, p50: 15_000, p75: 22_500, p90: 27_000 },
    });
  });

  test('with k = 1 and few seats, τ is the people over the admissions per second', () => {
    // −ln(1 − F) ≈ F for a small F = 1,000 / 1,000,000, so τ ≈ (1,000 / λ) / F = N / λ = 300,000 s.
    const { tau } = steadyPlan({ ...stadium, k: 1, seats: 1_000 });
    expect(tau / 300_000).toBeCloseTo(1, 3);
  });

  test('whose seats last for everybody', () => {
    // 7,000 of 10,000 show up and all get in: 7,000 / 3.3333 = 2,100 s. 95 % of them in 1,995 s; x = √(−ln 0.05) = 1.730818.
    const plan = steadyPlan({ ...stadium, people: 10_000, showUp: 0.7 });
    expect(plan).toMatchObject({ saleSeconds: 2_100, waits: { p50: 1_050 } });
    expect(plan.tau).toBeCloseTo(1_995 / 1.730818, 0);
  });

  test('is longer with more seats, and shorter with more shoppers at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 50_000 }), fc.integer({ min: 2, max: 5 }), (seats, times) => {
        const { saleSeconds } = steadyPlan({ ...stadium, seats });
        expect(steadyPlan({ ...stadium, seats: seats * times }).saleSeconds).toBeGreaterThan(saleSeconds);
        expect(steadyPlan({ ...stadium, seats, target: 1_000 * times }).saleSeconds).toBeLessThan(
          saleSeconds,
        );
      }),
    );
  });
});
