import type { PlanInput } from '../../../src/core/plan/index.ts';

/** A stadium and ten million people. */
export function somePlan(changes: Partial<PlanInput> = {}): PlanInput {
  return {
    people: 10_000_000,
    seats: 100_000,
    target: 2_000,
    slotSeconds: 30,
    arrivals: { earlyShare: 0.5, earlySeconds: 3_600, halfLifeSeconds: 600 },
    showUp: 0.7,
    choosingSeconds: 240,
    payingSeconds: 90,
    seatsPerOrder: 2.3,
    checkoutShare: 0.8,
    paymentShare: 0.95,
    horizonSeconds: 28_800,
    k: 2,
    curve: 'weibull',
    venue: { sections: 100, largestSectionSeats: 1_500 },
    sampling: { arrivals: 0.01, requests: 0.001 },
    gsiShards: 1,
    originShield: true,
    opensAt: 1_800_000_000,
    ...changes,
  };
}
