import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextBackoff, slotStartAt } from '../../../src/core/admission/index.ts';
import { OPENS_AT } from './support.ts';

const slotSeconds = fc.integer({ min: 1, max: 120 });
const moments = fc.integer({ min: 0, max: OPENS_AT * 2 });

test('every second lies in exactly one slot, which starts at the buyer’s phase', () => {
  fc.assert(
    fc.property(moments, slotSeconds, fc.nat(119), (t, length, anyPhase) => {
      const phase = anyPhase % length;
      const start = slotStartAt(t, phase, length);
      expect(start).toBeLessThanOrEqual(t);
      expect(t - start).toBeLessThan(length);
      expect((start - phase) % length === 0).toBe(true);
      expect(slotStartAt(start, phase, length)).toBe(start);
    }),
  );
});

test('a time before the phase lies in the slot before: the modulus is the mathematical one', () => {
  expect(slotStartAt(3, 20, 30)).toBe(-10);
  expect(slotStartAt(0, 1, 120)).toBe(-119);
});

test('the next attempt is in the next slot, but not before the first one of the sale', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.nat(5_000),
      slotSeconds,
      fc.nat(119),
      (joined, waited, length, anyPhase) => {
        const phase = anyPhase % length;
        const iat = OPENS_AT + joined;
        const now = iat + waited;
        const backoff = nextBackoff(now, iat, { opensAt: OPENS_AT, slotSeconds: length }, phase);
        expect(backoff).toBeGreaterThan(now);
        expect(backoff).toBeGreaterThan(OPENS_AT);
        expect(backoff).toBeLessThanOrEqual(Math.max(now, OPENS_AT) + length);
        expect(slotStartAt(backoff, phase, length)).toBe(backoff);
      },
    ),
  );
});
