import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportManifest, importManifest, loadVenue, type Venue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { readFixture, shipped } from './hall.ts';

const OPTIONS = { id: 'imported', name: 'Imported', currency: 'EUR' };

function imported(csv: string, options = OPTIONS): Venue {
  return loadVenue(importManifest(csv, options), nodeHashing);
}

function problemsOf(csv: string, options = OPTIONS): readonly string[] {
  try {
    importManifest(csv, options);
    return [];
  } catch (error) {
    const { problems, message } = error as { problems: { path: string; message: string }[]; message: string };
    return problems.length === 0
      ? [message]
      : problems.map((problem) => `${problem.path}: ${problem.message}`);
  }
}

/** What must survive: every seat id with its tier, price, people and attributes. */
function content(venue: Venue): readonly string[] {
  return venue.sections
    .flatMap((section) => venue.seatsOf(section))
    .map(({ seatId, tier, priceMinor, admits, attributes }) =>
      [seatId, tier, priceMinor, admits, ...attributes].join(' '),
    )
    .sort();
}

function withoutPositions(csv: string): string {
  return csv
    .split('\r\n')
    .map((line) => line.split(',').slice(0, 10).join(','))
    .join('\r\n');
}

describe('a box office’s manifest', () => {
  const venue = imported(readFixture('manifest.csv'));

  test('is read with its byte order mark, semicolons, decimal commas, CRLF and own titles', () => {
    expect(content(venue)).toEqual(
      [
        'Boxes#A#U#1 Box 30000 6',
        'Main-Hall#Left#A#1 Gold 4500 1',
        'Main-Hall#Left#A#2 Gold 4500 1',
        'Main-Hall#Left#A#3 Gold 4500 1',
        'Main-Hall#Left#A#5 Gold 3950 1 restrictedView',
        'Main-Hall#Left#B#1 Silver 3200 1',
        'Main-Hall#Left#B#2 Silver 3200 1',
        'Main-Hall#Left#B#3 Silver 3200 1 wheelchair stepFree',
        'Main-Hall#Right#A#11 Gold 4500 1',
        'Main-Hall#Right#A#7 Gold 4500 1',
        'Main-Hall#Right#A#9 Gold 4500 1',
        ...Array.from({ length: 250 }, (_, place) => `Pit#A#GA#${place + 1} Standing 1800 1`),
      ].sort(),
    );
    expect(venue.section('Main-Hall')?.name).toBe('Main Hall');
  });

  test('takes a missing number for an aisle and every second number for odd seats', () => {
    const rows = venue
      .section('Main-Hall')
      ?.blocks.map((block) => block.rows[0]?.runs.map((run) => run.seatCount));
    expect(rows).toEqual([[3, 1], [3]]);
  });

  test('becomes descriptions again: a hundred like rows are one entry', () => {
    const lines = Array.from({ length: 100 }, (_, row) =>
      Array.from({ length: 30 }, (_seat, seat) => `S,R${row + 1},${seat + 1},20.00`).join('\n'),
    );
    const document = importManifest(`section,row,seat,price\n${lines.join('\n')}\n`, OPTIONS);
    const [section] = document.levels[0]?.sections ?? [];
    expect(section?.blocks[0]).toMatchObject({ rows: [{ runs: [{ count: 30 }] }] });
    expect(JSON.stringify(document).length).toBeLessThan(2_000);
  });

  test('without tiers gets one per price', () => {
    const tiers = importManifest('section,row,seat,price\nS,A,1,20\nS,A,2,20\nS,B,1,10.5\n', OPTIONS).tiers;
    expect(tiers).toEqual([
      { id: 'T1', name: 'EUR 20.00', priceMinor: 2_000 },
      { id: 'T2', name: 'EUR 10.50', priceMinor: 1_050 },
    ]);
  });

  test('prices are read in the currency’s own decimals', () => {
    const price = (text: string, currency: string): number | undefined =>
      importManifest(`section,row,seat,price\nS,A,1,${text}\n`, { ...OPTIONS, currency }).tiers[0]
        ?.priceMinor;
    expect(price('4500', 'JPY')).toBe(4_500);
    expect(price('1.250', 'KWD')).toBe(1_250);
    expect(problemsOf('section,row,seat,price\nS,A,1,45.5\n', { ...OPTIONS, currency: 'JPY' })[0]).toMatch(
      /at most 0 decimals/,
    );
  });
});

describe('a bad manifest', () => {
  test('is refused with every problem and its line', () => {
    expect(problemsOf(readFixture('manifest-bad.csv'))).toEqual([
      'line 4: price "cheap" must be a number with at most 2 decimals',
      'line 5: price "45.123" must be a number with at most 2 decimals',
      'line 6: seat is empty',
      'line 7: seat "5#6" must be 1 to 24 letters, digits, dots, underscores or hyphens',
      'line 8: there is no attribute "comfy"; known are wheelchair, companion, stepFree, restrictedView',
      'line 9: x and y must both be numbers of metres, or both be empty',
      'line 11: a seat admits one; say kind unit for a box or a table',
      'line 12: a standing block needs a capacity',
      'line 13: capacity must be a whole number above 0',
      'line 15: has 11 fields, the header 10',
      'line 16: kind must be seated, standing or unit',
      'line 17: row must be empty for kind units',
      'line 3: seat S#A#A#1 was on line 2 already',
      'line 14: section S was of kind seated on line 2',
      'line 10: has no x and y, and line 2 has: give them for all seats or for none',
    ]);
  });

  test('with an unknown, double or missing column is refused before any line is read', () => {
    expect(problemsOf('section,row,seat,atributes,Row\nS,A,1,,B\n')).toEqual([
      expect.stringMatching(/^line 1: there is no column "atributes"; known are level, section/),
      'line 1: column row is there twice',
      'line 1: column price is missing',
    ]);
  });

  test('that is empty, has no seats or is not CSV is told so', () => {
    expect(problemsOf('')).toEqual(['line 1: the manifest is empty']);
    expect(problemsOf('section,row,seat,price\n')).toEqual(['line 1: no seats follow the header']);
    expect(problemsOf('section,row,seat,price\n"S,A,1,2')[0]).toMatch(/not CSV/);
    expect(
      problemsOf('section,row,seat,price\nS,A,1,2', { id: '#', name: '', currency: 'euro' }),
    ).toHaveLength(3);
  });

  test('with seats on top of one another is refused like any venue file', () => {
    expect(
      problemsOf('section,row,seat,price,x,y\nS,A,1,2,0,0\nS,A,2,2,0.1,0\nS,A,3,2,5,0\n').join(),
    ).toMatch(/less than 0.25 m/);
  });

  test('whatever text it is, the answer is a venue or a UserError', () => {
    const cells = fc.constantFrom(
      'section',
      'row',
      'seat',
      'price',
      'S',
      'A',
      '1',
      '2',
      '3.5',
      '',
      '"',
      ',',
      ';',
      '\n',
      '\r\n',
      'standing',
      'x',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(cells, { maxLength: 40 }).map((parts) => `section,row,seat,price\n${parts.join(',')}`),
        ),
        (csv) => {
          try {
            expect(imported(csv).seatCount).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toMatchObject({ name: 'UserError', code: 'MANIFEST_INVALID' });
          }
        },
      ),
    );
  });
});

interface SomeLine {
  readonly section: string;
  readonly block: string;
  readonly row: string;
  readonly seat: string;
  readonly tier: string;
  readonly price: string;
  readonly attributes: string;
}

/** Seats of a small house, in any order, with any labels, prices and attributes. */
const someManifest = fc
  .uniqueArray(
    fc.record({
      section: fc.constantFrom('S', 'T', 'U1'),
      block: fc.constantFrom('A', 'B'),
      row: fc.constantFrom('1', '2', '3', 'AA', 'R-7'),
      seat: fc.oneof(
        fc.integer({ min: 1, max: 30 }).map(String),
        fc.constantFrom('01', '007', 'S1', 'S2', 'S03', '12a', 'X', 'A.1', '99999', '1234567'),
      ),
      tier: fc.constantFrom('Gold', 'Silver', 'Low'),
      price: fc.constantFrom('10.00', '25.50', '0'),
      attributes: fc.constantFrom('', '', 'wheelchair', 'companion|stepFree', 'restrictedView'),
    }),
    {
      selector: ({ section, block, row, seat }) => [section, block, row, seat].join('#'),
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((lines: readonly SomeLine[]) => ({
    lines,
    csv: `section,block,row,seat,tier,price,attributes\n${lines.map((line) => [line.section, line.block, line.row, line.seat, line.tier, line.price, line.attributes].join(',')).join('\n')}\n`,
  }));

describe('the round trip', () => {
  test('manifest → venue keeps every seat, tier, price and attribute', () => {
    fc.assert(
      fc.property(someManifest, ({ lines, csv }) => {
        const venue = imported(csv);
        expect(venue.seatCount).toBe(lines.length);
        for (const line of lines) {
          const seat = venue.findSeat([line.section, line.block, line.row, line.seat].join('#'));
          expect(seat).toMatchObject({ tier: line.tier, priceMinor: Math.round(Number(line.price) * 100) });
          expect(new Set(seat?.attributes)).toEqual(
            new Set(line.attributes.split('|').filter((word) => word !== '')),
          );
        }
      }),
    );
  });

  test('venue → manifest → venue keeps them too, with positions and without', () => {
    fc.assert(
      fc.property(someManifest, ({ csv }) => {
        const venue = imported(csv);
        const written = exportManifest(venue);
        expect(content(imported(written))).toEqual(content(venue));
        expect(content(imported(withoutPositions(written)))).toEqual(content(venue));
      }),
    );
  });

  test.each(['hall-small', 'theatre-2k', 'arena-20k'])(
    '%s comes back whole, every seat within a centimetre of its place',
    (name) => {
      const venue = shipped(name);
      const back = imported(exportManifest(venue), { ...OPTIONS, currency: venue.currency });
      expect(content(back)).toEqual(content(venue));
      for (const section of venue.sections.filter(({ kind }) => kind !== 'standing')) {
        for (const seat of venue.seatsOf(section)) {
          const again = back.findSeat(seat.seatId);
          if (Math.hypot((again?.x ?? 1e9) - seat.x, (again?.y ?? 1e9) - seat.y) > 0.015)
            throw new Error(`${seat.seatId} has moved`);
        }
      }
    },
  );
});
