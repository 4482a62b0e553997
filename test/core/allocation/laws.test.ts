import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSeats, type SeatRequest } from '../../../src/core/allocation/index.ts';
import type { Venue, VenueSeat } from '../../../src/core/venue/index.ts';
import { chance, planOf, type RowRuns, room } from './room.ts';

interface Hall {
  readonly venue: Venue;
  readonly seats: readonly VenueSeat[];
  readonly free: Uint8Array;
}

const someRows: fc.Arbitrary<readonly RowRuns[]> = fc.array(
  fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

/** A small hall with some of its seats taken, wheelchair places and cheap seats here and there. */
const someHall: fc.Arbitrary<Hall> = fc
  .record({
    rows: someRows,
    takenShare: fc.constantFrom(0, 0.3, 0.6, 0.9),
    wheelchairRow: fc.boolean(),
    cheapRow: fc.boolean(),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  .map(({ rows, takenShare, wheelchairRow, cheapRow, seed }) => {
    const venue = room(rows, (section) => {
      const [block] = section.blocks;
      if (block === undefined || !('rows' in block)) return;
      block.exceptions = [
        ...(wheelchairRow ? [{ row: '1', from: '1', to: '1', attributes: ['wheelchair' as const] }] : []),
        ...(cheapRow ? [{ row: String(rows.length), tier: 'CHEAP' }] : []),
      ];
    });
    const random = chance(seed);
    const seats = venue.sections.flatMap((section) => venue.seatsOf(section));
    return { venue, seats, free: Uint8Array.from(seats, () => (random() < takenShare ? 0 : 1)) };
  });

const someRequest = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  mode: fc.constantFrom<SeatRequest['mode']>('best', 'together'),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  filters: fc.record(
    {
      tiers: fc.constantFrom(['CHEAP'], ['T'], ['T', 'CHEAP']),
      maxPriceMinor: fc.constantFrom(500, 1_000, 2_000),
      attributes: fc.constantFrom<['wheelchair'] | []>(['wheelchair'], []),
    },
    { requiredKeys: [] },
  ),
});

function choose(hall: Hall, request: Omit<SeatRequest, 'sections' | 'random'> & { seed: number }) {
  const { seed, ...rest } = request;
  return chooseSeats(planOf(hall.venue), {
    ...rest,
    sections: [{ sectionId: 'S', free: hall.free }],
    random: chance(seed),
  });
}

function seatsOf(hall: Hall, seatIds: readonly string[]): readonly VenueSeat[] {
  return seatIds.map((seatId) => {
    const seat = hall.venue.findSeat(seatId);
    if (seat === undefined) throw new Error(`${seatId} is no seat`);
    return seat;
  });
}

function runOf(hall: Hall, index: number): { from: number; to: number } {
  const rows = hall.venue.sections.flatMap((section) => section.blocks.flatMap((block) => block.rows));
  const run = rows
    .flatMap((row) => row.runs)
    .find(({ firstSeat, seatCount }) => index >= firstSeat && index < firstSeat + seatCount);
  if (run === undefined) throw new Error(`seat ${index} is in no run`);
  return { from: run.firstSeat, to: run.firstSeat + run.seatCount };
}

function isAlone(hall: Hall, free: Uint8Array, index: number): boolean {
  const run = runOf(hall, index);
  const isFree = (other: number): boolean => other >= run.from && other < run.to && free[other] === 1;
  return isFree(index) && !isFree(index - 1) && !isFree(index + 1);
}

/** Seats that have a free neighbour now and would have none afterwards. */
function orphansMade(hall: Hall, taken: readonly number[]): number {
  const after = hall.free.slice();
  for (const index of taken) after[index] = 0;
  return [...after.keys()].filter((index) => isAlone(hall, after, index) && !isAlone(hall, hall.free, index))
    .length;
}

/** Every way to seat `count` people side by side on free seats that general sale may give out, by trying all. */
function everyPlacement(hall: Hall, count: number): readonly (readonly number[])[] {
  return [...hall.free.keys()]
    .map((from) => Array.from({ length: count }, (_, i) => from + i))
    .filter((window) => {
      const [first = 0] = window;
      const run = runOf(hall, first);
      return window.every(
        (index) =>
          index < run.to && hall.free[index] === 1 && !hall.seats[index]?.attributes.includes('wheelchair'),
      );
    });
}

describe('chosen seats', () => {
  test('are free, distinct, as many as asked for, and satisfy every filter', () => {
    fc.assert(
      fc.property(someHall, someRequest, (hall, request) => {
        for (const { seatIds } of choose(hall, request)) {
          const seats = seatsOf(hall, seatIds);
          expect(new Set(seatIds).size).toBe(request.count);
          for (const seat of seats) {
            expect(hall.free[seat.index]).toBe(1);
            if (request.filters.tiers !== undefined) expect(request.filters.tiers).toContain(seat.tier);
            expect(seat.priceMinor).toBeLessThanOrEqual(request.filters.maxPriceMinor ?? Infinity);
            expect(seat.attributes.includes('wheelchair')).toBe(request.filters.attributes?.length === 1);
          }
        }
      }),
    );
  });

  test('of two candidates never overlap: when one is lost the next is whole', () => {
    fc.assert(
      fc.property(someHall, someRequest, (hall, request) => {
        const all = choose(hall, request).flatMap((choice) => choice.seatIds);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  test('that are together sit side by side in one row with no aisle between', () => {
    fc.assert(
      fc.property(someHall, someRequest, (hall, request) => {
        for (const choice of choose(hall, request)) {
          if (request.mode === 'together') expect(choice.together).toBe(true);
          if (!choice.together) continue;
          const indexes = seatsOf(hall, choice.seatIds).map((seat) => seat.index);
          const [first = 0] = indexes;
          expect(indexes).toEqual(indexes.map((_, i) => first + i));
          expect((indexes.at(-1) ?? 0) < runOf(hall, first).to).toBe(true);
        }
      }),
    );
  });

  test('leave the fewest single seats alone that any placement could', () => {
    fc.assert(
      fc.property(someHall, fc.integer({ min: 1, max: 5 }), fc.nat(), (hall, count, seed) => {
        const placements = everyPlacement(hall, count);
        const [best] = choose(hall, { count, mode: 'together', seed });
        expect(best === undefined).toBe(placements.length === 0);
        if (best === undefined) return;
        const fewest = Math.min(...placements.map((placement) => orphansMade(hall, placement)));
        const indexes = seatsOf(hall, best.seatIds).map((seat) => seat.index);
        expect(orphansMade(hall, indexes)).toBe(fewest);
        expect(best.orphans).toBe(fewest);
      }),
      { numRuns: 300 },
    );
  });

  test('are found whenever enough are free, and split only when no row has room for all', () => {
    fc.assert(
      fc.property(someHall, fc.integer({ min: 1, max: 8 }), fc.nat(), (hall, count, seed) => {
        const [best] = choose(hall, { count, mode: 'best', seed });
        const wanted = hall.seats.filter(
          (seat) => hall.free[seat.index] === 1 && !seat.attributes.includes('wheelchair'),
        );
        expect(best !== undefined).toBe(wanted.length >= count);
        if (best !== undefined) expect(best.together).toBe(everyPlacement(hall, count).length > 0);
      }),
    );
  });

  test('are the same for the same chance', () => {
    fc.assert(
      fc.property(someHall, someRequest, (hall, request) => {
        expect(choose(hall, request)).toEqual(choose(hall, request));
      }),
    );
  });
});
