import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import {
  loadVenue,
  openVenue,
  publicVenue,
  type Venue,
  type VenueSeat,
} from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { type Change, changedHall, HALL, HALL_BLOCK, HALL_ROWS, readShipped, shipped } from './hall.ts';

const hall = shipped('hall-small');
const stadium = shipped('stadium-100k');

function seat(venue: Venue, seatId: string): VenueSeat {
  const found = venue.findSeat(seatId);
  if (found === undefined) throw new Error(`no seat ${seatId}`);
  return found;
}

describe('a seat', () => {
  test('is found by its id, with its tier, price, place and attributes', () => {
    expect(seat(hall, 'HALL#A#B#8')).toEqual({
      seatId: 'HALL#A#B#8',
      index: 21,
      sectionId: 'HALL',
      blockId: 'A',
      rowId: 'B',
      number: '8',
      tier: 'A',
      priceMinor: 4_500,
      x: 0.87,
      y: 3.03,
      attributes: [],
      admits: 1,
    });
    expect(seat(hall, 'HALL#A#W#1').attributes).toEqual(['wheelchair', 'stepFree']);
    expect(seat(hall, 'VIP#T#U#T3')).toMatchObject({ priceMinor: 30_000, admits: 4 });
  });

  test('stands at its position in its section, which stands at its position in the venue', () => {
    let firstSeat = 0;
    for (const section of stadium.sections) {
      expect(section.firstSeat).toBe(firstSeat);
      stadium.seatsOf(section).forEach((each, index) => {
        if (each.index !== index || stadium.findSeat(each.seatId) !== each) throw new Error(each.seatId);
      });
      firstSeat += section.seatCount;
    }
    expect(firstSeat).toBe(stadium.seatCount);
  });

  test('that does not exist is not found, whatever the id looks like', () => {
    for (const id of [
      '',
      '#',
      '####',
      'HALL',
      'HALL#A#B',
      'HALL#A#B#99',
      'NOPE#A#B#1',
      '__proto__#A#B#1',
      'constructor',
      'hall#a#b#8',
    ])
      expect(hall.findSeat(id)).toBeUndefined();
  });

  test('has a neighbour one pitch away, and an aisle parts two runs', () => {
    const [third, fourth] = [seat(hall, 'HALL#A#B#3'), seat(hall, 'HALL#A#B#4')];
    expect(Math.hypot(third.x - fourth.x, third.y - fourth.y)).toBeCloseTo(0.55, 1);
    const [left, right] = [seat(hall, 'HALL#A#B#7'), seat(hall, 'HALL#A#B#8')];
    expect(Math.hypot(left.x - right.x, left.y - right.y)).toBeGreaterThan(1.6);
    const runs = hall.section('HALL')?.blocks[0]?.rows[1]?.runs;
    expect(runs).toEqual([
      { firstSeat: 14, seatCount: 7 },
      { firstSeat: 21, seatCount: 7 },
    ]);
  });

  test('of a curved row lies on its circle', () => {
    const [section] = stadium.sections;
    if (section === undefined) throw new Error('no section');
    const [rowOne, rowTwo] = ['R1', 'R2'].map((row) =>
      stadium
        .seatsOf(section)
        .filter((each) => each.rowId === row && each.blockId === 'B1')
        .map(({ x, y }) => Math.hypot(x, y - 18.51)),
    );
    for (const radius of rowOne ?? []) expect(radius).toBeCloseTo(rowOne?.[0] ?? 0, 1);
    expect((rowTwo?.[0] ?? 0) - (rowOne?.[0] ?? 0)).toBeCloseTo(0.8, 1);
  });
});

describe('rows are numbered as the house numbers them', () => {
  const numbers = (...changes: Change[]): readonly string[] => {
    const venue = loadVenue(changedHall([`${HALL_BLOCK}/exceptions`, []], ...changes), nodeHashing);
    const section = venue.section('HALL');
    const row = section?.blocks[0]?.rows[0];
    if (section === undefined || row === undefined) throw new Error('no row');
    return venue
      .seatsOf(section)
      .slice(0, row.seatCount)
      .map((each) => `${each.rowId} ${each.number}`);
  };

  test('odd and even halves, prefixes and leading zeros', () => {
    const runs = [
      { count: 3, first: 1 },
      { count: 2, first: 2, gap: 1 },
    ];
    expect(
      numbers([`${HALL_ROWS}/runs`, runs], [`${HALL_ROWS}/seats`, { step: 2, prefix: 'S', pad: 2 }]),
    ).toEqual(['A S01', 'A S03', 'A S05', 'A S02', 'A S04']);
  });

  test('downwards, and label by label', () => {
    expect(
      numbers([`${HALL_ROWS}/runs`, [{ count: 3 }]], [`${HALL_ROWS}/seats`, { first: 12, step: -1 }]),
    ).toEqual(['A 12', 'A 11', 'A 10']);
    expect(numbers([`${HALL_ROWS}/runs`, [{ count: 3 }]], [`${HALL_ROWS}/seats`, ['1', '1a', 'X']])).toEqual([
      'A 1',
      'A 1a',
      'A X',
    ]);
  });

  test('with letters that go on after Z and leave some out', () => {
    const venue = loadVenue(
      changedHall(
        [`${HALL_BLOCK}/exceptions`, []],
        [`${HALL_ROWS}/labels`, { scheme: 'letter', first: 22, count: 8, skip: 'IO' }],
        [`${HALL_ROWS}/tier`, 'A'],
        [`${HALL_BLOCK}/rows/1/labels`, ['LAST']],
      ),
      nodeHashing,
    );
    const rows = venue.section('HALL')?.blocks[0]?.rows.map((row) => row.id);
    expect(rows).toEqual(['X', 'Y', 'Z', 'AA', 'AB', 'AC', 'AD', 'AE', 'LAST']);
  });
});

describe('exceptions', () => {
  test('change tier, price and attributes of the seats they name; later ones win and attributes add up', () => {
    const exceptions = [
      { row: 'A', toRow: 'B', priceMinor: 5_000, attributes: ['restrictedView'] },
      { row: 'B', from: '2', to: '3', tier: 'B', attributes: ['stepFree'] },
    ];
    const venue = loadVenue(changedHall([`${HALL_BLOCK}/exceptions`, exceptions]), nodeHashing);
    expect(seat(venue, 'HALL#A#A#1')).toMatchObject({
      tier: 'A',
      priceMinor: 5_000,
      attributes: ['restrictedView'],
    });
    expect(seat(venue, 'HALL#A#B#2')).toMatchObject({
      tier: 'B',
      priceMinor: 3_200,
      attributes: ['stepFree', 'restrictedView'],
    });
    expect(seat(venue, 'HALL#A#B#4')).toMatchObject({ tier: 'A', priceMinor: 5_000 });
    expect(venue.section('HALL')).toMatchObject({
      tierIds: ['A', 'B'],
      minPriceMinor: 3_200,
      maxPriceMinor: 5_000,
    });
  });
});

describe('the order of a store', () => {
  test('is told: position k in seat-id order is which seat of the plan', () => {
    for (const section of [...hall.sections, ...stadium.sections.slice(0, 3)]) {
      const venue = hall.sections.includes(section) ? hall : stadium;
      const seats = venue.seatsOf(section);
      const ids = [...venue.seatIdOrder(section)].map((index) => seats[index]?.seatId ?? '');
      expect(ids).toEqual(seats.map((each) => each.seatId).sort());
    }
  });
});

describe('the hash', () => {
  test('names the content, not the way it is written', () => {
    const text = readShipped('hall-small');
    const json = JSON.parse(text) as Record<string, unknown>;
    const reordered = Object.fromEntries(Object.entries(json).reverse());
    expect(loadVenue(JSON.parse(JSON.stringify(reordered)), nodeHashing).hash).toBe(hall.hash);
    expect(hall.hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(loadVenue(changedHall(['/tiers/1/priceMinor', 4_501]), nodeHashing).hash).not.toBe(hall.hash);
    expect(loadVenue(changedHall([`${HALL}/name`, 'Saal']), nodeHashing).hash).not.toBe(hall.hash);
  });
});

describe('what browsers get', () => {
  test('derives the very same seats, without the notes', () => {
    const published = JSON.parse(JSON.stringify(publicVenue(stadium)));
    expect(JSON.stringify(published)).not.toContain('Melbourne');
    const opened = openVenue(published);
    expect(opened.hash).toBe(stadium.hash);
    expect(published.seatCount).toBe(stadium.seatCount);
    expect(opened.sections).toEqual(stadium.sections);
    for (const section of stadium.sections.slice(0, 5))
      expect(opened.seatsOf(section)).toEqual(stadium.seatsOf(section));
    expect(JSON.stringify(published).length).toBeLessThan(250_000);
  });
});

describe('the part of the code that browsers need', () => {
  test('carries no schema library', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/core/venue/plan/index.ts'],
      bundle: true,
      format: 'esm',
      minify: true,
      write: false,
    });
    expect(outputFiles[0]?.contents.length).toBeGreaterThan(1_000);
    expect(outputFiles[0]?.contents.length).toBeLessThan(15_000);
  });
});

describe('100,000 seats', () => {
  test('with ids, positions and look-up by id take less than 60 MB', () => {
    setFlagsFromString('--expose_gc');
    const collect = runInNewContext('gc') as () => void;
    const json = JSON.parse(readShipped('stadium-100k'));
    collect();
    const before = process.memoryUsage().heapUsed;
    const venue = loadVenue(json, nodeHashing);
    const found = [...venue.seatIds()].filter((id) => venue.findSeat(id) !== undefined).length;
    collect();
    const heldMb = (process.memoryUsage().heapUsed - before) / 1e6;
    expect(found).toBe(venue.seatCount);
    expect(heldMb).toBeGreaterThan(1);
    expect(heldMb).toBeLessThan(60);
  });
});
