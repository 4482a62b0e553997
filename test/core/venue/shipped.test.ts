import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadVenue, type Venue, validateVenue, venueText } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { venueFileNames, venueFiles } from '../../../venues/make/index.ts';

function readVenue(name: string): string {
  return readFileSync(new URL(`../../../venues/${name}`, import.meta.url), 'utf8');
}

const venues = new Map<string, Venue>(
  venueFileNames.map((name) => [name, loadVenue(JSON.parse(readVenue(name)), nodeHashing)]),
);

function shipped(name: string): Venue {
  const venue = venues.get(name);
  if (venue === undefined) throw new Error(`no venue ${name}`);
  return venue;
}

describe('the shipped venues', () => {
  test('are exactly what their generator makes, the published schema too', () => {
    for (const [name, text] of venueFiles()) expect(readVenue(name) === text, name).toBe(true);
  });

  test.each(venueFileNames)('%s is valid and every seat has an id of its own', (name) => {
    expect(validateVenue(JSON.parse(readVenue(name)))).toMatchObject({ ok: true });
    const venue = shipped(name);
    const ids = new Set(venue.seatIds());
    expect(ids.size).toBe(venue.seatCount);
    expect(venue.sections.reduce((sum, section) => sum + venue.seatsOf(section).length, 0)).toBe(
      venue.seatCount,
    );
  });

  test('the stadium is a bowl of 100,000 seats on several levels, told in less than 300 kB', () => {
    const venue = shipped('stadium-100k.json');
    expect(Math.abs(venue.seatCount - 100_000)).toBeLessThanOrEqual(100);
    expect(venue.sections.length).toBeGreaterThanOrEqual(50);
    expect(venue.levels.length).toBeGreaterThanOrEqual(2);
    expect(readVenue('stadium-100k.json').length).toBeLessThan(300_000);
    const nearest = venue.sections
      .flatMap((section) => venue.seatsOf(section))
      .reduce((least, { x, y }) => Math.min(least, Math.hypot(x, y)), Infinity);
    // The playing surface is 171 m by 146 m: nobody sits on it.
    expect(nearest).toBeGreaterThan(73);
  });

  test('rows of the stadium follow the bowl: each bends around the pitch', () => {
    const venue = shipped('stadium-100k.json');
    for (const section of venue.sections) {
      const seats = venue.seatsOf(section);
      const row = section.blocks[0]?.rows[10];
      if (row === undefined) throw new Error('no row');
      const [first, middle, last] = [0, Math.floor(row.seatCount / 2), row.seatCount - 1].map(
        (i) => seats[row.firstSeat + i],
      );
      if (first === undefined || middle === undefined || last === undefined) throw new Error('no seat');
      const chord = Math.hypot((first.x + last.x) / 2, (first.y + last.y) / 2);
      expect(Math.hypot(middle.x, middle.y), section.id).toBeGreaterThan(chord);
    }
  });

  test('the arena has about 20,000 seats, the theatre about 2,000 with stalls, circle, balcony and boxes', () => {
    expect(Math.abs(shipped('arena-20k.json').seatCount - 20_000)).toBeLessThan(500);
    const theatre = shipped('theatre-2k.json');
    expect(Math.abs(theatre.seatCount - 2_000)).toBeLessThan(100);
    expect(theatre.sections.map((section) => section.name)).toEqual(
      expect.arrayContaining(['Stalls', 'Dress Circle', 'Balcony', 'Left boxes', 'Right boxes']),
    );
  });

  test('the small hall has one of everything: seats, tables, standing room, wheelchair places', () => {
    const hall = shipped('hall-small.json');
    expect(hall.seatCount).toBeGreaterThanOrEqual(120);
    expect(hall.seatCount).toBeLessThanOrEqual(200);
    expect(hall.sections.map((section) => section.kind).sort()).toEqual(['seated', 'standing', 'units']);
    expect(hall.findSeat('VIP#T#U#T1')?.admits).toBe(6);
    expect(hall.findSeat('FLOOR#A#GA#40')?.priceMinor).toBe(1_800);
    expect(venueText(hall).attributes).toContainEqual({ attribute: 'wheelchair', seatCount: 4 });
  });

  test('every shipped venue has wheelchair places with companions beside them', () => {
    for (const [name, venue] of venues) {
      const counts = new Map(venueText(venue).attributes.map((line) => [line.attribute, line.seatCount]));
      expect(counts.get('wheelchair'), name).toBeGreaterThan(0);
      expect(counts.get('companion'), name).toBe(counts.get('wheelchair'));
    }
  });
});
