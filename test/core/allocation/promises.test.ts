import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chooseSeats, type SeatRequest } from '../../../src/core/allocation/index.ts';
import { loadVenue, type Venue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { chance, freeIn, planOf, room } from './room.ts';

function shipped(name: string): Venue {
  return loadVenue(
    JSON.parse(readFileSync(new URL(`../../../venues/${name}.json`, import.meta.url), 'utf8')),
    nodeHashing,
  );
}

const hall = shipped('hall-small');
const hallPlan = planOf(hall);

function inHall(request: Partial<SeatRequest> & { taken?: (seatId: string) => boolean }) {
  const { taken, ...rest } = request;
  return chooseSeats(hallPlan, {
    sections: freeIn(hall, taken),
    count: 2,
    mode: 'best',
    random: chance(7),
    ...rest,
  });
}

describe('what a buyer gets', () => {
  test('the dearest price tier asked for, nearest the stage first', () => {
    const venue = room([[4], [4], [4], [4]], (section) => {
      const [block] = section.blocks;
      if (block !== undefined && 'rows' in block) block.exceptions = [{ row: '1', tier: 'CHEAP' }];
    });
    const request = { sections: freeIn(venue), count: 4, mode: 'best' as const, random: chance(1) };
    const rows = chooseSeats(planOf(venue), request).map(({ seatIds }) => seatIds[0]?.split('#')[2]);
    expect(rows.at(-1)).toBe('1');
    const [cheapest] = chooseSeats(planOf(venue), { ...request, filters: { maxPriceMinor: 1_500 } });
    expect(cheapest?.seatIds).toEqual(['S#A#1#1', 'S#A#1#2', 'S#A#1#3', 'S#A#1#4']);
  });

  test('a restricted view only when the rest of the tier is gone', () => {
    const [first] = inHall({ count: 1 });
    expect(hall.findSeat(first?.seatIds[0] ?? '')?.attributes).not.toContain('restrictedView');
    const isFrontTier = (seatId: string): boolean => hall.findSeat(seatId)?.tier === 'A';
    const isRestricted = (seatId: string): boolean =>
      hall.findSeat(seatId)?.attributes.includes('restrictedView') ?? false;
    const [last] = inHall({ count: 1, taken: (seatId) => isFrontTier(seatId) && !isRestricted(seatId) });
    expect(isRestricted(last?.seatIds[0] ?? '')).toBe(true);
  });

  test('wheelchair and companion places are kept for those who ask', () => {
    const taken = (seatId: string): boolean => !seatId.startsWith('HALL#A#W#');
    expect(inHall({ taken })).toEqual([]);
    const [place] = inHall({ taken, filters: { attributes: ['wheelchair'] } });
    expect(place?.seatIds).toHaveLength(2);
    for (const seatId of place?.seatIds ?? [])
      expect(hall.findSeat(seatId)?.attributes).toContain('wheelchair');
    const [beside] = inHall({ taken, count: 1, filters: { attributes: ['companion'] } });
    expect(hall.findSeat(beside?.seatIds[0] ?? '')?.attributes).toContain('companion');
  });

  test('two seats, not two tables for six, unless tables were named', () => {
    for (const { seatIds } of inHall({ maxCandidates: 50 }))
      for (const seatId of seatIds) expect(seatId).toMatch(/^HALL#/);
    const soldOut = (seatId: string): boolean => seatId.startsWith('HALL#');
    expect(inHall({ taken: soldOut })).toEqual([]);
    const [table] = inHall({ count: 1, filters: { sectionIds: ['VIP'] } });
    expect(table?.seatIds[0]).toMatch(/^VIP#T#U#T[1-3]$/);
    const [tables] = inHall({ filters: { kinds: ['units'] } });
    expect(tables?.together).toBe(true);
    const [byTier] = inHall({ count: 1, filters: { tiers: ['VIP'] } });
    expect(byTier?.seatIds[0]).toMatch(/^VIP#/);
  });

  test('places in the standing area, spread so that people who ask at once do not collide', () => {
    const answers = Array.from({ length: 20 }, (_, person) =>
      inHall({ filters: { sectionIds: ['FLOOR'] }, random: chance(person + 1) }),
    );
    for (const [best] of answers) {
      expect(best?.together).toBe(true);
      expect(new Set(best?.seatIds).size).toBe(2);
    }
    expect(new Set(answers.map(([best]) => best?.seatIds.join())).size).toBeGreaterThan(5);
    const nearlyFull = (seatId: string): boolean => !['FLOOR#A#GA#3', 'FLOOR#A#GA#39'].includes(seatId);
    const [last] = inHall({ taken: nearlyFull, filters: { sectionIds: ['FLOOR'] } });
    expect(new Set(last?.seatIds)).toEqual(new Set(['FLOOR#A#GA#3', 'FLOOR#A#GA#39']));
  });

  test('nothing that was lost a moment ago', () => {
    const [before] = inHall({ count: 3 });
    const exclude = new Set(before?.seatIds);
    for (const { seatIds } of inHall({ count: 3, exclude, maxCandidates: 50 }))
      for (const seatId of seatIds) expect(exclude.has(seatId)).toBe(false);
  });

  test('a party that fits in no row sits in few pieces close together', () => {
    const venue = room([[4], [4], [4], [4], [4], [4], [4], [4]]);
    const [party] = chooseSeats(planOf(venue), {
      sections: freeIn(venue),
      count: 8,
      mode: 'best',
      random: chance(3),
    });
    const rows = [...new Set(party?.seatIds.map((seatId) => Number(seatId.split('#')[2])))];
    expect(rows).toHaveLength(2);
    expect(Math.abs((rows[0] ?? 0) - (rows[1] ?? 0))).toBe(1);
    expect(party?.orphans).toBe(0);
  });
});

describe('in a stadium of 100,000', () => {
  const stadium = shipped('stadium-100k');
  const plan = planOf(stadium);
  const sections = freeIn(stadium);

  test('a crowd that asks at the same moment is sent to different seats', () => {
    const choices = Array.from({ length: 100 }, (_, buyer) =>
      chooseSeats(plan, { sections, count: 2, mode: 'best', random: chance(buyer * 7919 + 1) }),
    );
    const firsts = choices.map(([best]) => best?.seatIds.join());
    expect(new Set(firsts).size).toBeGreaterThan(60);
  });

  test('the best seats are the dearest ones close to the pitch', () => {
    for (const { seatIds } of chooseSeats(plan, { sections, count: 4, mode: 'best', random: chance(5) })) {
      const seat = stadium.findSeat(seatIds[0] ?? '');
      expect(seat?.tier).toBe('P1');
      expect(Math.hypot(seat?.x ?? 0, seat?.y ?? 0)).toBeLessThan(90);
    }
  });

  test('a large party is seated across neighbouring sections when nothing else is left', () => {
    const last = sections.map(({ sectionId, free }) => ({
      sectionId,
      free: Uint8Array.from(free, (_, seat) => (seat === 40 && /^A\d+$/.test(sectionId) ? 1 : 0)),
    }));
    const [party] = chooseSeats(plan, { sections: last, count: 3, mode: 'best', random: chance(9) });
    const seats = (party?.seatIds ?? []).map((seatId) => stadium.findSeat(seatId));
    expect(seats).toHaveLength(3);
    const reach = Math.max(
      ...seats.map((seat) =>
        Math.hypot((seat?.x ?? 0) - (seats[0]?.x ?? 0), (seat?.y ?? 0) - (seats[0]?.y ?? 0)),
      ),
    );
    expect(reach).toBeLessThan(40);
  });
});
