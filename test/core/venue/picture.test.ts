import { describe, expect, test } from 'vitest';
import { loadVenue, venueSvg, venueText } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { changedHall, HALL, shipped } from './hall.ts';

const hall = shipped('hall-small');
const stadium = shipped('stadium-100k');

/** Throws unless every element is closed in order: what an XML reader would insist on first. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name = '', selfClosing] of svg.matchAll(
    /<(\/?)([a-z]+)(?:\s+[a-zA-Z:-]+="[^"<]*")*\s*(\/?)>/g,
  )) {
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (selfClosing !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  expect(svg.replaceAll(/<(\/?)([a-z]+)(?:\s+[a-zA-Z:-]+="[^"<]*")*\s*(\/?)>/g, '')).not.toMatch(/[<>]/);
}

/** Says which part is missing, without printing the picture. */
function expectPart(svg: string, part: string): void {
  expect(svg.includes(part), part).toBe(true);
}

function count(svg: string, part: string | RegExp): number {
  return svg.split(part).length - 1;
}

describe('the picture of a venue', () => {
  test('shows every section by name, what it costs, and says so to those who cannot see it', () => {
    const svg = venueSvg(stadium);
    expectWellFormed(svg);
    expect(count(svg, 'data-section=')).toBe(stadium.sections.length);
    for (const { name } of stadium.sections) expectPart(svg, `>${name}</text>`);
    expectPart(svg, 'role="img"');
    expectPart(svg, '<title id="venue-title">The Oval, 100,000 seats</title>');
    expectPart(
      svg,
      '<desc id="venue-desc">100,024 places in 108 sections on 3 levels. Price tiers: Platinum AUD 240.00',
    );
    expectPart(svg, '<title>C1: 1248 places, AUD 55.00 to AUD 125.00</title>');
    expect(svg.length).toBeLessThan(100_000);
  });

  test('draws each seat of a small venue or of one section, and not 100,000 unasked', () => {
    const dots = (svg: string): number => count(svg, 'h.001');
    const seated = hall.section('HALL')?.seatCount ?? 0;
    expect(dots(venueSvg(hall))).toBe(seated);
    expect(dots(venueSvg(stadium))).toBe(0);
    expect(dots(venueSvg(stadium, { sectionId: 'B7' }))).toBe(stadium.section('B7')?.seatCount);
    expect(dots(venueSvg(hall, { seats: false }))).toBe(0);
    const section = venueSvg(stadium, { sectionId: 'B7' });
    expectWellFormed(section);
    expectPart(section, '>R14</text>');
  });

  test('shades sections by what is left and draws gone seats apart', () => {
    const svg = venueSvg(hall, {
      availability: (id) =>
        id === 'FLOOR'
          ? { available: 0, total: 40 }
          : id === 'HALL'
            ? { available: 60, total: 120 }
            : undefined,
      isFree: (seat) => seat.rowId !== 'A',
    });
    expectWellFormed(svg);
    expectPart(svg, '<title>Standing: 0 of 40 places available, EUR 18.00</title>');
    expectPart(svg, '<title>Hall: 60 of 120 places available, EUR 32.00 to EUR 45.00</title>');
    expectPart(svg, '>Not available</text>');
    expect(count(svg, '#c9ced6')).toBeGreaterThan(1);
  });

  test('cannot be broken out of by a name', () => {
    const name = `</title><script>alert("x")</script>&'`;
    const svg = venueSvg(loadVenue(changedHall(['/name', name], [`${HALL}/name`, name]), nodeHashing));
    expectWellFormed(svg);
    expect(svg).not.toContain('<script');
    expectPart(svg, '&lt;script&gt;');
  });

  test('is the same each time, and an unknown section is told', () => {
    expect(venueSvg(hall)).toBe(venueSvg(shipped('hall-small')));
    expect(() => venueSvg(hall, { sectionId: 'NOPE' })).toThrow(
      expect.objectContaining({ code: 'SECTION_UNKNOWN' }),
    );
  });
});

describe('the table of a venue', () => {
  test('adds up: seats by level, by section and by price tier', () => {
    for (const venue of [hall, stadium]) {
      const table = venueText(venue);
      const sum = (values: readonly { seatCount: number }[]): number =>
        values.reduce((total, each) => total + each.seatCount, 0);
      expect(sum(table.levels)).toBe(venue.seatCount);
      expect(sum(table.levels.flatMap((level) => level.sections))).toBe(venue.seatCount);
      expect(sum(table.tiers)).toBe(venue.seatCount);
    }
    expect(venueText(hall).levels[0]?.sections[0]).toEqual({
      id: 'HALL',
      name: 'Hall',
      kind: 'seated',
      blocks: 1,
      rows: 9,
      seatCount: 120,
      minPriceMinor: 3_200,
      maxPriceMinor: 4_500,
      tierIds: ['A', 'B'],
    });
  });
});
