import fc from 'fast-check';
import { chiSquaredDistributionTable } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { lotOf, lotteryNumberOf, slotPhaseOf } from '../../../src/core/admission/index.ts';
import type { Hashing } from '../../../src/core/crypto/index.ts';
import { EVENT_ID, hashing, keyNamed, someKeys, subs } from './support.ts';

const keys = someKeys();
const numberOf = (sub: string) => lotteryNumberOf(hashing, keys, lotOf(hashing, keys.lot, EVENT_ID, sub));

/** Hashing whose every digest consists of one byte value. */
const constantHashing = (byte: number): Hashing => ({
  hmacSha256: () => new Uint8Array(32).fill(byte),
  sha256: () => new Uint8Array(32).fill(byte),
});

/** Chi-squared statistic of counts that should be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** What the statistic of `cells` equally likely cells exceeds in 1 of 200 cases. */
function limitFor(cells: number): number {
  const table = new Map(Object.entries(chiSquaredDistributionTable));
  const limit = table.get(String(cells - 1))?.[0.005];
  if (limit === undefined) throw new Error(`no table for ${cells} cells`);
  return limit;
}

describe('the lottery number', () => {
  test('is the same however often a buyer asks', () => {
    fc.assert(
      fc.property(subs, (sub) => {
        expect(numberOf(sub)).toBe(numberOf(sub));
      }),
    );
  });

  test('lies in [0, 1), even for the highest and lowest digests there are', () => {
    fc.assert(
      fc.property(subs, (sub) => {
        const v = numberOf(sub);
        expect(v).not.toBeNull();
        expect(v).toBeGreaterThanOrEqual(0);
        expect(v).toBeLessThan(1);
      }),
    );
    expect(lotteryNumberOf(constantHashing(0xff), keys, 'x')).toBe((2 ** 53 - 1) / 2 ** 53);
    expect(lotteryNumberOf(constantHashing(0xff), keys, 'x')).toBeLessThan(1);
    expect(lotteryNumberOf(constantHashing(0), keys, 'x')).toBe(0);
  });

  test('is uniform over buyers', () => {
    const cells = new Array<number>(101).fill(0);
    for (let i = 0; i < 20_000; i++) {
      const cell = Math.floor((numberOf(`user-${i}`) ?? Number.NaN) * cells.length);
      cells[cell] = (cells[cell] ?? Number.NaN) + 1;
    }
    expect(chiSquared(cells)).toBeLessThan(limitFor(cells.length));
  });

  test('has nothing to do with the number of another event, and nothing with the slot', () => {
    const pairs = new Array<number>(41).fill(0);
    for (let i = 0; i < 8_000; i++) {
      const here = numberOf(`user-${i}`) ?? Number.NaN;
      const there =
        lotteryNumberOf(hashing, keys, lotOf(hashing, keys.lot, 'other', `user-${i}`)) ?? Number.NaN;
      const phase = slotPhaseOf(hashing, keys.lot, EVENT_ID, `user-${i}`, 41) / 41;
      const cell = Math.floor(((here + there + phase) % 1) * pairs.length);
      pairs[cell] = (pairs[cell] ?? Number.NaN) + 1;
    }
    expect(chiSquared(pairs)).toBeLessThan(limitFor(pairs.length));
  });

  test('changes with the beacon, and does not exist before it has spoken', () => {
    const lot = lotOf(hashing, keys.lot, EVENT_ID, 'ada');
    const spoken = lotteryNumberOf(hashing, someKeys({ beacon: 'ab'.repeat(32) }), lot);
    expect(spoken).not.toBeNull();
    expect(spoken).not.toBe(numberOf('ada'));
    expect(lotteryNumberOf(hashing, someKeys({ beacon: null }), lot)).toBeNull();
  });

  test('cannot be had without the keys', () => {
    const lot = lotOf(hashing, keys.lot, EVENT_ID, 'ada');
    expect(lotOf(hashing, keyNamed('guess'), EVENT_ID, 'ada')).not.toBe(lot);
    expect(lotteryNumberOf(hashing, someKeys({ draw: keyNamed('guess') }), lot)).not.toBe(numberOf('ada'));
  });
});

describe('slots', () => {
  test.each([5, 21, 61])('of %i s take a crowd evenly', (slotSeconds) => {
    const cells = new Array<number>(slotSeconds).fill(0);
    for (let i = 0; i < 6_000; i++) {
      const phase = slotPhaseOf(hashing, keys.lot, EVENT_ID, `user-${i}`, slotSeconds);
      cells[phase] = (cells[phase] ?? Number.NaN) + 1;
    }
    expect(chiSquared(cells)).toBeLessThan(limitFor(slotSeconds));
  });
});
