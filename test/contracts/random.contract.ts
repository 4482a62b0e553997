import { describe, expect, test } from 'vitest';
import type { Random } from '../../src/service/ports/index.ts';

const NOW_MS = 1_790_000_000_123;

/** What every source of randomness promises, one that is seeded for tests included. */
export function describeRandom(name: string, open: () => Random): void {
  describe(`random: ${name}`, () => {
    test('ids are UUIDs of version 7 that carry the moment they were made for', () => {
      const random = open();
      for (const nowMs of [0, 1, NOW_MS, 2 ** 48 - 1]) {
        const id = random.uuidV7(nowMs);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs);
      }
    });

    test('ids sort by their moment', () => {
      const random = open();
      const ids = [1, 2, 1_000, NOW_MS, NOW_MS + 1].map((nowMs) => random.uuidV7(nowMs));
      expect([...ids].sort()).toEqual(ids);
    });

    test('ids made in the same millisecond differ', () => {
      const random = open();
      const ids = Array.from({ length: 10_000 }, () => random.uuidV7(NOW_MS));
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('bytes are as many as asked for, and never the same again', () => {
      const random = open();
      for (const length of [0, 1, 32, 1_000]) expect(random.bytes(length)).toHaveLength(length);
      const keys = Array.from({ length: 1_000 }, () => Buffer.from(random.bytes(16)).toString('hex'));
      expect(new Set(keys).size).toBe(keys.length);
    });

    test('bytes that were given out are the caller’s own', () => {
      const random = open();
      const [first, second] = [random.bytes(8), random.bytes(8)];
      const before = [...second];
      first.fill(0);
      expect([...second]).toEqual(before);
    });

    test('every byte value and every tenth of [0, 1) comes up about as often as any other', () => {
      const random = open();
      const ones = random
        .bytes(10_000)
        .reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
      // 80,000 bits: six standard deviations are 849.
      expect(Math.abs(ones - 40_000)).toBeLessThan(849);
      const tenths = new Array<number>(10).fill(0);
      for (let i = 0; i < 10_000; i++) {
        const unit = random.unit();
        expect(unit >= 0 && unit < 1).toBe(true);
        const tenth = Math.floor(unit * 10);
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      // Six standard deviations of a tenth of 10,000.
      for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(180);
    });
  });
}
