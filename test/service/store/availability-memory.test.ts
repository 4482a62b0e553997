import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSeatFree, type SeatState } from '../../../src/core/reservation/index.ts';
import { createMemoryAvailability } from '../../../src/service/adapters/availability-memory/index.ts';
import { describeAvailabilityCache } from '../../contracts/availability-cache.contract.ts';

describeAvailabilityCache('the cache in memory', async () => createMemoryAvailability(), {
  maxAgeMs: 15_000,
});

const NOW_MS = 1_764_000_000_000;

function section(id: string, seatCount: number): SeatState[] {
  return Array.from({ length: seatCount }, (_, number) => ({
    seatId: `${id}#B${number < 5 ? 1 : 2}#R1#S${number}`,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: 0,
  }));
}

describe('the cache in memory', () => {
  test('keeps so many seats at most; the section longest unread goes', async () => {
    const cache = createMemoryAvailability({ seatsMax: 25 });
    const loads: string[] = [];
    const read = (id: string) =>
      cache.section('final', id, NOW_MS, async () => {
        loads.push(id);
        return section(id, 10);
      });
    for (const id of ['A', 'B', 'A', 'C', 'A', 'C', 'B']) await read(id);
    expect(loads).toEqual(['A', 'B', 'C', 'B']);
  });

  test('serves a section larger than all it may keep', async () => {
    const cache = createMemoryAvailability({ seatsMax: 5 });
    expect((await cache.section('final', 'A', NOW_MS, async () => section('A', 10))).seats).toHaveLength(10);
  });

  test('shows what a map built from scratch would show, after any changes in any order', async () => {
    const change = fc.record({
      number: fc.nat({ max: 5 }),
      ver: fc.nat({ max: 6 }),
      seconds: fc.integer({ min: 1, max: 20 }),
      kind: fc.constantFrom('available', 'locked', 'reserved'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), fc.nat({ max: 14 }), async (changes, seconds) => {
        const cache = createMemoryAvailability();
        const truth = new Map(section('A', 6).map((seat) => [seat.seatId, seat]));
        const seatIds = [...truth.keys()];
        await cache.section('final', 'A', NOW_MS, async () => section('A', 6));
        for (const { number, ver, kind, seconds: lockSeconds } of changes) {
          const seat: SeatState = {
            seatId: seatIds[number] ?? '',
            // One version of a seat is one state, as in a store.
            availability: ver === 0 ? 'available' : kind,
            expiresAtMs: ver > 0 && kind === 'locked' ? NOW_MS + lockSeconds * 1000 : null,
            sessionId: null,
            ver,
          };
          if ((truth.get(seat.seatId)?.ver ?? 0) < ver) truth.set(seat.seatId, seat);
          await cache.apply('final', 'A', seat);
        }
        const nowMs = NOW_MS + seconds * 1000;
        const map = await cache.section('final', 'A', nowMs, async () => section('A', 6));
        const isFree = [...truth.values()].map((seat) => isSeatFree(seat, nowMs));
        expect(map.seats.map(({ availability }) => availability === 'available')).toEqual(isFree);
        expect(map.availableCount).toBe(isFree.filter(Boolean).length);
        const locks = [...truth.values()].filter(
          (seat) => !isSeatFree(seat, nowMs) && seat.expiresAtMs !== null,
        );
        const nextLapse = Math.min(
          ...locks.map(({ expiresAtMs }) => expiresAtMs ?? Number.POSITIVE_INFINITY),
        );
        expect(map.nextLapseMs).toBeLessThanOrEqual(nextLapse);
        expect(map.nextLapseMs).toBeGreaterThan(nowMs);
      }),
    );
  });
});
