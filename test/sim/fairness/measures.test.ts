import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendEntry, clockAt, openSchedule } from '../../../src/core/admission/index.ts';
import { type Assessment, assess, luckToFifo, waitsTogether } from '../../../src/sim/fairness/index.ts';
import { saleClock } from '../../../src/sim/fairness/sale-clock.ts';
import type { GroupResult, SimulationResult } from '../../../src/sim/index.ts';
import { sell } from '../gate/sales.ts';

let usual: SimulationResult;
let measured: Assessment;
beforeAll(async () => {
  usual = await sell('usual');
  measured = assess(usual);
});

describe('of a fair sale', () => {
  test('every interval holds its value, and every p-value is a chance', () => {
    const measures = measuresIn(measured);
    expect(measures.length).toBeGreaterThan(15);
    for (const { value, low, high, test } of measures) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(test.pValue).toBeGreaterThanOrEqual(0);
      expect(test.pValue).toBeLessThanOrEqual(1);
    }
  });

  test('more confidence means wider intervals around the same values', () => {
    const wider = measuresIn(assess(usual, 0.999));
    for (const [i, { value, low, high }] of measuresIn(measured).entries()) {
      expect(wider[i]?.value).toBe(value);
      expect(wider[i]?.low).toBeLessThanOrEqual(low);
      expect(wider[i]?.high).toBeGreaterThanOrEqual(high);
    }
  });

  test('people who stay are counted in the classes they are compared by', () => {
    const stayed = usual.groups
      .filter(({ kind }) => kind === 'class')
      .reduce((sum, { byArrival }) => sum + byArrival.steadfast.reduce((a, b) => a + b, 0), 0);
    for (const factor of ['latency', 'device', 'region'] as const) {
      const levels = measured.fairness[factor]?.levels ?? [];
      expect(levels.reduce((sum, { people }) => sum + people, 0)).toBe(stayed);
    }
    expect(measured.fairness.device?.levels.map(({ name }) => name)).toEqual(['laptop', 'phone']);
  });

  test('a seat costs an honest person and an account of a cheat about the same', () => {
    const [spammers] = measured.attackers;
    const honest = measured.honestPrice.accounts ?? 0;
    expect((spammers?.price.accounts ?? 0) / honest).toBeGreaterThan(0.7);
    expect((spammers?.price.accounts ?? 0) / honest).toBeLessThan(1.3);
    const rerollers = measured.attackers[1]?.price.thousandHashes ?? 0;
    expect(rerollers).toBeGreaterThan(20 * (measured.honestPrice.thousandHashes ?? Number.POSITIVE_INFINITY));
  });
});

/** Everything below a value that has an effect, an interval and a test. */
function measuresIn(
  value: unknown,
): { value: number; low: number; high: number; test: { pValue: number } }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'test' in value && 'low' in value ? [value as never] : [];
  return [...own, ...Object.values(value).flatMap(measuresIn)];
}

describe('a rigged sale shows', () => {
  /** One class of the usual sale with its buyers multiplied, as if the house favoured it. */
  function favoured(name: string, factor: number): SimulationResult {
    const favour = (group: GroupResult): GroupResult => ({
      ...group,
      byArrival: {
        ...group.byArrival,
        steadfastBuyers: group.byArrival.steadfastBuyers.map((buyers, bin) =>
          Math.min(group.byArrival.steadfast[bin] ?? 0, Math.round(buyers * factor)),
        ),
      },
    });
    return { ...usual, groups: usual.groups.map((group) => (group.name === name ? favour(group) : group)) };
  }

  test('whom it favours, by how much, and that chance does not explain it', () => {
    const { latency, region } = assess(favoured('satellite', 2)).fairness;
    expect(latency?.riskRatio?.between[0]).toBe('600 ms');
    expect(latency?.riskRatio?.value).toBeGreaterThan(1.8);
    expect(latency?.riskRatio?.low).toBeGreaterThan(1.4);
    expect(region?.riskDifference.between).toEqual(['country', 'city']);
    expect(region?.riskDifference.test.pValue).toBeLessThan(1e-6);
  });

  test('an attack that pays', () => {
    const [spammers] = assess(favoured('spammers', 1.5)).attackers;
    expect(spammers?.advantage?.low).toBeGreaterThan(1.2);
  });

  test('accounts that buy nothing: no price, and an advantage of 0 that may still be something', () => {
    const result = favoured('rerollers', 0);
    const groups = result.groups.map((group) =>
      group.name === 'rerollers' ? { ...group, buyers: 0, seatsBought: 0 } : group,
    );
    const [, rerollers] = assess({ ...result, groups }).attackers;
    expect(rerollers?.price).toEqual({ accounts: null, thousandHashes: null, requests: null });
    expect(rerollers?.advantage).toMatchObject({ value: 0, low: 0 });
    expect(rerollers?.advantage?.high).toBeGreaterThan(0);
    expect(rerollers?.advantage?.high).toBeLessThan(1);
  });
});

describe('the luck-to-FIFO curve', () => {
  test('rises with k, and coming first is worth more and more', () => {
    const curve = luckToFifo(usual);
    const kept = curve.map(({ orderKept }) => orderKept ?? 0);
    expect(kept.every((value, i) => i === 0 || value >= (kept[i - 1] ?? 0) - 0.02)).toBe(true);
    expect(kept[0]).toBeLessThan(0.5);
    expect(kept.at(-1)).toBeGreaterThan(0.8);
    expect(curve[0]?.lastTenth).toBeGreaterThan(curve.at(-1)?.lastTenth ?? 0);
    expect(curve.at(-1)?.firstTenth).toBeGreaterThan(curve[0]?.firstTenth ?? 1);
  });

  test('agrees, at the sale’s own k, with what the sale itself came to', () => {
    const own = luckToFifo(usual, [usual.scenario.sale.k])[0];
    const waits = waitsTogether(usual.groups);
    expect((own?.medianWaitSeconds ?? 0) / (waits.p50 ?? 1)).toBeGreaterThan(0.9);
    expect((own?.medianWaitSeconds ?? 0) / (waits.p50 ?? 1)).toBeLessThan(1.1);
    expect((own?.p90WaitSeconds ?? 0) / (waits.p90 ?? 1)).toBeGreaterThan(0.9);
    expect((own?.p90WaitSeconds ?? 0) / (waits.p90 ?? 1)).toBeLessThan(1.1);
  });

  test('has the same points whenever it is worked out', () => {
    expect(luckToFifo(usual)).toEqual(luckToFifo(structuredClone(usual)));
  });
});

test('the sale clock read off the course of a sale is the clock of the core', () => {
  const taus = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 })), {
    minLength: 2,
    maxLength: 20,
  });
  fc.assert(
    fc.property(taus, fc.integer({ min: 0, max: 400 }), (tau, t) => {
      const step = 20;
      const at = tau.map((_, i) => i * step);
      let schedule = openSchedule(0, tau[0] ?? 0);
      for (const [i, from] of at.entries()) {
        if (i > 0) schedule = appendEntry(schedule, from, tau[i] ?? 0, { now: 0, leadSeconds: 0 });
      }
      const moment = Math.min(t, (tau.length - 1) * step);
      const reading = clockAt({ opensAt: 0, schedule }, moment) ?? Number.NaN;
      expect(saleClock({ at, tau })(moment)).toBeCloseTo(reading, 9);
    }),
  );
});
