import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Flag } from '../../src/core/abuse/index.ts';
import type { SignalStore } from '../../src/service/ports/index.ts';

const NOW_MS = 1_800_000_000_000;
const NOW = NOW_MS / 1000;

function someFlag(changes: Partial<Flag> = {}): Flag {
  return {
    eventId: 'recital',
    sub: 'ada',
    level: 1,
    signal: 'early',
    since: NOW,
    until: NOW + 600,
    reference: 'ref-1',
    isHuman: false,
    ...changes,
  };
}

/** What every store of signals promises. */
export function describeSignalStore(name: string, open: () => Promise<SignalStore>): void {
  describe(`signals: ${name}`, () => {
    let store: SignalStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    test('what happened within the window is counted, and forgotten after it', async () => {
      for (const expected of [1, 2, 3]) expect(await store.count('k', 100, NOW_MS)).toBe(expected);
      // Half of the next span: half of the span before lies outside the window by now.
      expect(await store.count('k', 100, NOW_MS + 150_000)).toBeCloseTo(1 + 3 / 2, 6);
      expect(await store.count('k', 100, NOW_MS + 900_000)).toBe(1);
    });

    test('keys and windows are counted apart', async () => {
      await store.count('a', 100, NOW_MS);
      expect(await store.count('b', 100, NOW_MS)).toBe(1);
      expect(await store.count('a', 50, NOW_MS)).toBe(1);
    });

    test('different members are counted once each, however often they come', async () => {
      for (let i = 0; i < 30; i++) await store.countDistinct('net', `m${i % 10}`, 100, NOW_MS);
      expect(await store.countDistinct('net', 'm0', 100, NOW_MS)).toBe(10);
      expect(await store.countDistinct('net', 'new', 100, NOW_MS + 100_000)).toBe(11);
      expect(await store.countDistinct('net', 'new', 100, NOW_MS + 300_000)).toBe(1);
    });

    test('a flag is found by its owner and by its reference until it expires', async () => {
      const flag = someFlag();
      await store.putFlag(flag, NOW_MS);
      expect(await store.flagOf('recital', 'ada', NOW_MS)).toEqual(flag);
      expect(await store.flagByReference('recital', 'ref-1', NOW_MS)).toEqual(flag);
      expect(await store.flagOf('recital', 'ada', NOW_MS + 600_000)).toBeUndefined();
      expect(await store.flagByReference('recital', 'ref-1', NOW_MS + 600_000)).toBeUndefined();
      expect(await store.flagOf('recital', 'bob', NOW_MS)).toBeUndefined();
      expect(await store.flagOf('gala', 'ada', NOW_MS)).toBeUndefined();
    });

    test('a buyer has one flag, the last that was put', async () => {
      await store.putFlag(someFlag(), NOW_MS);
      const graver = someFlag({ level: 2, signal: 'badToken' });
      await store.putFlag(graver, NOW_MS);
      expect(await store.flagOf('recital', 'ada', NOW_MS)).toEqual(graver);
    });

    test('all flags in force are listed, of this event only', async () => {
      for (let i = 0; i < 1_200; i++)
        await store.putFlag(someFlag({ sub: `s${i}`, reference: `r${i}`, until: NOW + 60 + i }), NOW_MS);
      await store.putFlag(someFlag({ eventId: 'gala' }), NOW_MS);
      const listed = new Set<string>();
      for await (const { sub } of store.flags('recital', NOW_MS + 160_000)) listed.add(sub);
      expect(listed.size).toBe(1_200 - 101);
      expect(listed.has('s101')).toBe(true);
      expect(listed.has('s100')).toBe(false);
    });

    test('a flag that was removed is gone everywhere', async () => {
      const flag = someFlag();
      await store.putFlag(flag, NOW_MS);
      await store.removeFlag(flag);
      expect(await store.flagOf('recital', 'ada', NOW_MS)).toBeUndefined();
      expect(await store.flagByReference('recital', 'ref-1', NOW_MS)).toBeUndefined();
      for await (const found of store.flags('recital', NOW_MS)) expect(found).toBeUndefined();
    });
  });
}
