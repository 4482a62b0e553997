import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeatState } from '../../src/core/reservation/index.ts';
import type { AvailabilityCache, SectionMap } from '../../src/service/ports/index.ts';

const NOW_MS = 1_764_000_000_000;
const EVENT_ID = 'final';
const SECTION = 'A1';

function seatId(number: number): string {
  return `${SECTION}#B${1 + Math.floor(number / 3)}#R1#S${number}`;
}

function free(number: number, ver = 0): SeatState {
  return { seatId: seatId(number), availability: 'available', expiresAtMs: null, sessionId: null, ver };
}

function locked(number: number, ver: number, expiresAtMs = NOW_MS + 60_000): SeatState {
  return { seatId: seatId(number), availability: 'locked', expiresAtMs, sessionId: 'session-1', ver };
}

function sold(number: number, ver: number): SeatState {
  return { seatId: seatId(number), availability: 'reserved', expiresAtMs: null, sessionId: 'session-1', ver };
}

/** A load that counts its calls and answers when the test lets it. */
class Source {
  calls = 0;
  seats: readonly SeatState[] = [0, 1, 2, 3, 4, 5].map((number) => free(number));
  #gate: Promise<void> | undefined;
  #open = () => {};
  readonly #begun = Promise.withResolvers<void>();
  /** Resolves when the first load has read what it will answer. */
  readonly begun = this.#begun.promise;

  /** Loads begun from now on wait for `open`. */
  shut(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    this.#open = resolve;
  }

  open(): void {
    this.#gate = undefined;
    this.#open();
  }

  readonly load = async (): Promise<readonly SeatState[]> => {
    this.calls += 1;
    const seats = this.seats;
    this.#begun.resolve();
    await this.#gate;
    return seats;
  };
}

/** Counts that a map must have, worked out anew from its seats. */
function expectToAgree(map: SectionMap): void {
  const available = map.seats.filter(({ availability }) => availability === 'available');
  expect(map.availableCount).toBe(available.length);
  const byBlock: Record<string, number> = {};
  for (const { seatId: id, availability } of map.seats) {
    const block = id.split('#')[1] ?? '';
    byBlock[block] = (byBlock[block] ?? 0) + (availability === 'available' ? 1 : 0);
  }
  expect(map.availableByBlock).toEqual(byBlock);
  expect(map.seats.map(({ seatId: id }) => id)).toEqual([...map.seats.map(({ seatId: id }) => id)].sort());
}

/** What every cache of section maps promises. `maxAgeMs` is the age at which the cache under test loads a map again. */
export function describeAvailabilityCache(
  name: string,
  open: () => Promise<AvailabilityCache>,
  { maxAgeMs }: { readonly maxAgeMs: number },
): void {
  describe(name, () => {
    let cache: AvailabilityCache;
    let source: Source;
    const read = (nowMs = NOW_MS) => cache.section(EVENT_ID, SECTION, nowMs, source.load);

    beforeEach(async () => {
      cache = await open();
      source = new Source();
    });
    afterEach(() => cache.close());

    test('a map shows seats in order, with counts that agree', async () => {
      source.seats = [sold(5, 2), free(0), locked(2, 1), free(1), locked(4, 3, NOW_MS), free(3)];
      const map = await read();
      expect(map.seats.map(({ availability }) => availability)).toEqual([
        'available',
        'available',
        'locked',
        'available',
        'available',
        'reserved',
      ]);
      expect(map).toMatchObject({
        eventId: EVENT_ID,
        sectionId: SECTION,
        availableCount: 4,
        nextLapseMs: NOW_MS + 60_000,
      });
      expect(map.availableByBlock).toEqual({ B1: 2, B2: 2 });
      expectToAgree(map);
    });

    test('a lapsed lock stands as available, without an owner, in the version it has', async () => {
      source.seats = [locked(0, 3, NOW_MS)];
      expect((await read()).seats).toEqual([{ ...free(0), ver: 3 }]);
    });

    test('a section is loaded once for all who ask meanwhile, and not again while it is fresh', async () => {
      source.shut();
      const readers = Array.from({ length: 50 }, () => read());
      source.open();
      const maps = await Promise.all(readers);
      for (const map of maps) expect(map).toEqual(maps[0]);
      await read(NOW_MS + 1);
      expect(source.calls).toBe(1);
    });

    test('sections and events are kept apart', async () => {
      await read();
      await cache.section(EVENT_ID, 'A10', NOW_MS, source.load);
      await cache.section('semi-final', SECTION, NOW_MS, source.load);
      expect(source.calls).toBe(3);
    });

    test('a failed load fails those who wait for it, and the next reader loads again', async () => {
      const failing = () => Promise.reject(new Error('the store is away'));
      await expect(cache.section(EVENT_ID, SECTION, NOW_MS, failing)).rejects.toThrow('the store is away');
      expect((await read()).seats).toHaveLength(6);
    });

    test('a change is seen by the next reader without a load', async () => {
      await read();
      await cache.apply(EVENT_ID, SECTION, locked(1, 1));
      const map = await read();
      expect(map.seats[1]).toEqual(locked(1, 1));
      expect(map.availableCount).toBe(5);
      expectToAgree(map);
      expect(source.calls).toBe(1);
    });

    test('changes brought together are like changes brought one by one', async () => {
      await read();
      await cache.apply(EVENT_ID, SECTION, sold(1, 3), locked(1, 2), locked(4, 1), free(0));
      const map = await read();
      expect([map.seats[0], map.seats[1], map.seats[4]]).toEqual([free(0), sold(1, 3), locked(4, 1)]);
      expect(map.availableCount).toBe(4);
      expectToAgree(map);
    });

    test('nothing older replaces newer, in whatever order changes come', async () => {
      await read();
      for (const change of [sold(1, 3), locked(1, 2), free(1, 1), locked(1, 1)]) {
        await cache.apply(EVENT_ID, SECTION, change);
      }
      expect((await read()).seats[1]).toEqual(sold(1, 3));
    });

    test('a change that comes while the section is loading is not lost to the older load', async () => {
      source.shut();
      const reader = read();
      await source.begun;
      await cache.apply(EVENT_ID, SECTION, locked(1, 1));
      source.open();
      expect((await reader).seats[1]).toEqual(locked(1, 1));
      expect((await read()).seats[1]).toEqual(locked(1, 1));
    });

    test('a load that lags behind the changes does not undo them', async () => {
      await read();
      await cache.apply(EVENT_ID, SECTION, sold(1, 4));
      await cache.invalidate(EVENT_ID, SECTION);
      source.seats = [free(0), locked(1, 3), locked(2, 1)];
      const map = await read();
      expect(map.seats[1]).toEqual(sold(1, 4));
      expect(map.seats[2]).toEqual(locked(2, 1));
      expect(source.calls).toBe(2);
    });

    test('a change of a section nobody asked for is passed over', async () => {
      await cache.apply(EVENT_ID, SECTION, locked(1, 1));
      source.seats = [free(0), sold(1, 5)];
      expect((await read()).seats[1]).toEqual(sold(1, 5));
    });

    test('a map is not served beyond the next lapse, though nothing was written then', async () => {
      source.seats = [locked(0, 1, NOW_MS + 1_000), locked(1, 1, NOW_MS + 2_000), free(2)];
      expect(await read()).toMatchObject({ availableCount: 1, nextLapseMs: NOW_MS + 1_000 });
      expect(await read(NOW_MS + 999)).toMatchObject({ availableCount: 1 });
      expect(await read(NOW_MS + 1_000)).toMatchObject({ availableCount: 2, nextLapseMs: NOW_MS + 2_000 });
      expect(await read(NOW_MS + 2_000)).toMatchObject({
        availableCount: 3,
        nextLapseMs: Number.POSITIVE_INFINITY,
      });
    });

    test('a lock that was lengthened does not lapse at its first end', async () => {
      source.seats = [locked(0, 1, NOW_MS + 1_000)];
      await read();
      await cache.apply(EVENT_ID, SECTION, locked(0, 2, NOW_MS + 5_000));
      expect(await read(NOW_MS + 1_000)).toMatchObject({ availableCount: 0, nextLapseMs: NOW_MS + 5_000 });
    });

    test('an old map is loaded again, should changes have been missed', async () => {
      await read();
      source.seats = [free(0), sold(1, 2)];
      await read(NOW_MS + maxAgeMs - 1);
      expect(source.calls).toBe(1);
      expect((await read(NOW_MS + maxAgeMs)).seats[1]).toEqual(sold(1, 2));
      expect(source.calls).toBe(2);
    });

    test('who asks after an invalidation does not get a load that began before it', async () => {
      source.shut();
      const early = read();
      await source.begun;
      await cache.invalidate(EVENT_ID, SECTION);
      source.seats = [free(0), sold(1, 2)];
      const late = read();
      source.open();
      expect((await late).seats[1]).toEqual(sold(1, 2));
      await early;
      expect((await read()).seats[1]).toEqual(sold(1, 2));
      expect(source.calls).toBe(2);
    });

    test('after clearing everything is loaded again', async () => {
      await read();
      await cache.apply(EVENT_ID, SECTION, sold(1, 9));
      await cache.clear();
      expect((await read()).seats[1]).toEqual(free(1));
    });

    test('a map once handed out never changes', async () => {
      const map = await read();
      const copy = structuredClone(map);
      await cache.apply(EVENT_ID, SECTION, sold(1, 1));
      await read();
      expect(map).toEqual(copy);
    });

    test('the revision tells contents apart, and is the same wherever the same map is built', async () => {
      const revisions = new Set([(await read()).revision]);
      for (const change of [locked(1, 1), free(1, 2), locked(1, 3, NOW_MS + 1_000), sold(2, 1)]) {
        await cache.apply(EVENT_ID, SECTION, change);
        revisions.add((await read()).revision);
      }
      revisions.add((await read(NOW_MS + 1_000)).revision);
      expect(revisions.size).toBe(6);

      const other = await open();
      source.seats = [free(0), locked(1, 3, NOW_MS + 1_000), sold(2, 1), free(3), free(4), free(5)];
      const built = await other.section(EVENT_ID, SECTION, NOW_MS + 1_000, source.load);
      expect(built.revision).toBe((await read(NOW_MS + 1_000)).revision);
      await other.close();
    });

    test('an unchanged map keeps its revision', async () => {
      const { revision } = await read();
      await cache.apply(EVENT_ID, SECTION, free(1));
      await cache.invalidate(EVENT_ID, SECTION);
      expect((await read()).revision).toBe(revision);
    });
  });
}
