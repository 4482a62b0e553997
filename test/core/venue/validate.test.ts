import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors/index.ts';
import { loadVenue, parseVenueText, validateVenue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { MEANING_FAULTS, SCHEMA_FAULTS } from './faults.ts';
import { changedHall, FLOOR, HALL, problemsOf, put, readFixture, readShipped } from './hall.ts';

describe('a bad venue file is refused with the place of the fault', () => {
  test.each([...SCHEMA_FAULTS, ...MEANING_FAULTS])('$name', ({ change, path, message }) => {
    const problems = problemsOf(changedHall(change));
    const there = problems.filter((problem) => problem.path === (path ?? change[0]));
    expect(there.map((problem) => problem.message).join('; '), JSON.stringify(problems)).toMatch(message);
  });
});

describe('all problems are told at once', () => {
  test('those of the schema and those of meaning', () => {
    const problems = problemsOf(JSON.parse(readFixture('many-problems.json')));
    expect(problems).toEqual([
      { path: '/currency', message: expect.stringContaining('ISO 4217') },
      { path: '/tiers/0/priceMinor', message: expect.stringContaining('>=0') },
      { path: '/colour', message: 'is not a field of this format' },
      { path: '/levels/0/sections/1/id', message: 'section id LEFT occurs more than once' },
      { path: '/levels/0/sections/1/tier', message: 'there is no price tier GOLD' },
      { path: '/levels/0/sections/1/polygon', message: 'overlaps section LEFT of the same level' },
      { path: '/levels/0/sections/0/blocks/0/rows/0', message: 'row 3 leaves the polygon of section LEFT' },
    ]);
  });

  test('a section that fails the schema does not hide what is wrong with the others', () => {
    const venue = changedHall([`${HALL}/colour`, 'red'], [`${FLOOR}/tier`, 'Z']);
    expect(problemsOf(venue).map((problem) => problem.path)).toEqual([`${HALL}/colour`, `${FLOOR}/tier`]);
  });

  test('in a readable number, with a count of the rest', () => {
    const tiers = Array.from({ length: 60 }, () => ({ id: '#', name: '', priceMinor: -1, a: 1, b: 2 }));
    const problems = problemsOf(changedHall(['/tiers', tiers]));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toMatch(/^\d+ more problems are not listed$/);
  });

  test('as a UserError with a stable code when a venue is loaded', () => {
    const load = (): unknown => loadVenue(changedHall(['/colour', 'red']), nodeHashing);
    expect(load).toThrow(UserError);
    expect(load).toThrow(
      expect.objectContaining({
        code: 'VENUE_INVALID',
        problems: [expect.objectContaining({ path: '/colour' })],
      }),
    );
  });
});

describe('hostile files', () => {
  test('a key that reaches for the prototype is refused, and changes nothing', () => {
    const json = JSON.parse(readFixture('prototype-key.json'));
    expect(problemsOf(json)).toContainEqual({
      path: '/tiers/0/__proto__',
      message: 'is not a field of this format',
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('deep nesting, cycles, endless lists and values that are not JSON are refused in bounded work', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const inputs = [
      deep,
      cycle,
      new Array(50_000_000),
      { tiers: [Number.NaN, Number.POSITIVE_INFINITY] },
      { a: new Date(0) },
      { a: new Map() },
    ];
    for (const input of inputs) expect(problemsOf(input)).not.toEqual([]);
    for (const input of [undefined, null, 1, 'text', [], {}, () => 1, Symbol('x'), 1n])
      expect(problemsOf(input)).not.toEqual([]);
  });

  test('counts that would make millions of seats are refused before a seat is made', () => {
    const rows = {
      labels: { count: 400 },
      front: {
        type: 'line',
        points: [
          [0, 0],
          [1, 0],
        ],
      },
      back: {
        type: 'line',
        points: [
          [0, 1],
          [1, 1],
        ],
      },
      pitch: 1,
      runs: Array.from({ length: 60 }, () => ({ count: 2_000 })),
    };
    const blocks = Array.from({ length: 200 }, (_, i) => ({ id: `B${i}`, rows: [rows, rows, rows] }));
    expect(problemsOf(changedHall([`${HALL}/blocks`, blocks])).at(-1)?.message).toBe(
      'describe 28800000043 seats; at most 250000',
    );
  });

  test('exceptions that cover the same seats over and over are cut off', () => {
    const rows = {
      labels: { count: 400 },
      front: {
        type: 'line',
        points: [
          [-300, 0],
          [300, 0],
        ],
      },
      back: {
        type: 'line',
        points: [
          [-300, 400],
          [300, 400],
        ],
      },
      pitch: 0.5,
      runs: [{ count: 500 }],
    };
    const exceptions = Array.from({ length: 5_000 }, () => ({
      row: '1',
      toRow: '400',
      attributes: ['stepFree'],
    }));
    const problems = problemsOf(changedHall([`${HALL}/blocks`, [{ id: 'A', rows: [rows], exceptions }]]));
    expect(problems).toContainEqual({
      path: `${HALL}/blocks/0/exceptions`,
      message: 'cover the same seats too often; describe the rows differently',
    });
  });

  test('whatever JSON comes, the answer is a list of problems or a venue, never a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
        expect(validateVenue(json).ok).toBe(false);
      }),
    );
  });

  test('whatever value is put anywhere into a good file, validation answers, and what it accepts can be derived', () => {
    const text = readShipped('hall-small');
    const places = placesIn(JSON.parse(text));
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(
        -1,
        0,
        1,
        2,
        0.5,
        1e9,
        'A',
        'B',
        'HALL',
        'constructor',
        '',
        [],
        {},
        null,
        [0, 0],
        [
          [0, 0],
          [1, 0],
          [0, 1],
        ],
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (place, value) => {
        const json = JSON.parse(text);
        put(json, place, value);
        const validation = validateVenue(json);
        if (!validation.ok) {
          expect(validation.problems.length).toBeGreaterThan(0);
          return;
        }
        const venue = loadVenue(json, nodeHashing);
        expect(new Set(venue.seatIds()).size).toBe(venue.seatCount);
      }),
      { numRuns: 500 },
    );
  });

  test('text that is too large or not JSON is told apart from a bad venue', () => {
    expect(() => parseVenueText('{"a": 1,}')).toThrow(expect.objectContaining({ code: 'VENUE_INVALID' }));
    expect(() => parseVenueText('{"a": 1,}')).toThrow(/not JSON/);
    expect(() => parseVenueText(' '.repeat(10_000_001))).toThrow(/larger than 10 MB/);
    expect(parseVenueText('\uFEFF{"a": 1}')).toEqual({ a: 1 });
  });
});

type Place = readonly string[];

/** Paths of all values in a document. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const children = Object.entries(value).flatMap(([key, child]) => placesIn(child, [...at, key]));
  return at.length === 0 ? children : [at, ...children];
}
