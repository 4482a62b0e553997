import type { SectionDocument, VenueDocument } from '../../src/core/venue/index.ts';
import { arc, counts, onCircle, type Pair, round2 } from './shapes.ts';

/*
 * A proscenium theatre. All rows are parts of circles around a point behind the curtain line, as in most houses of its kind. The plan
 * unfolds the levels: the circle is drawn behind the stalls and the balcony behind the circle.
 */
const CENTRE: Pair = [0, -6];
const SKIPPED_LETTERS = 'I';

type RowGroup = Extract<SectionDocument, { kind: 'seated' }>['blocks'][number]['rows'][number];

interface Tier {
  readonly id: string;
  readonly name: string;
  readonly radius: number;
  readonly rows: number;
  readonly rowDepth: number;
  readonly pitch: number;
  /** Half the angle that the front and the back row span, degrees. */
  readonly halfFront: number;
  readonly halfBack: number;
  /** Seats of the first row between its aisles: side, middle, side; each list grows by one seat every `growEvery` rows. */
  readonly side: number;
  readonly middle: number;
  readonly growEvery: number;
  /** Price tier of each row from the front. */
  readonly price: (row: number) => string;
}

const STALLS: Tier = {
  id: 'ST',
  name: 'Stalls',
  radius: 11,
  rows: 22,
  rowDepth: 0.92,
  pitch: 0.53,
  halfFront: 44,
  halfBack: 31,
  side: 6,
  middle: 13,
  growEvery: 2,
  price: (row) => (row < 14 ? 'BEST' : row < 19 ? 'A' : 'B'),
};
const CIRCLE: Tier = {
  id: 'DC',
  name: 'Dress Circle',
  radius: 36,
  rows: 9,
  rowDepth: 0.92,
  pitch: 0.53,
  halfFront: 28,
  halfBack: 25,
  side: 16,
  middle: 22,
  growEvery: 2,
  price: (row) => (row < 4 ? 'BEST' : 'A'),
};
const BALCONY: Tier = {
  id: 'BA',
  name: 'Balcony',
  radius: 48.5,
  rows: 10,
  rowDepth: 0.85,
  pitch: 0.5,
  halfFront: 21,
  halfBack: 20,
  side: 17,
  middle: 23,
  growEvery: 3,
  price: (row) => (row < 4 ? 'B' : row < 8 ? 'C' : 'D'),
};

export function theatre(): VenueDocument {
  return {
    $schema: './venue.schema.json',
    format: 'tix-venue/1',
    id: 'theatre-2k',
    name: 'Royal Playhouse',
    notes: [
      'A large proscenium house. Levels are unfolded one behind the other; in the building they are above one another.',
    ],
    currency: 'GBP',
    focus: [0, 1.5],
    features: [{ kind: 'stage', name: 'Stage', polygon: stage() }],
    tiers: [
      { id: 'BOX', name: 'Box (4 people)', priceMinor: 48_000 },
      { id: 'BEST', name: 'Premium', priceMinor: 14_500 },
      { id: 'A', name: 'Price A', priceMinor: 10_500 },
      { id: 'B', name: 'Price B', priceMinor: 7_000 },
      { id: 'C', name: 'Price C', priceMinor: 4_500 },
      { id: 'D', name: 'Price D', priceMinor: 2_500 },
    ],
    levels: [
      {
        id: 'S',
        name: 'Stalls',
        sections: [stalls(), boxes('LB', 'Left boxes', -1), boxes('RB', 'Right boxes', 1)],
      },
      { id: 'C', name: 'Dress Circle', sections: [seated(CIRCLE)] },
      { id: 'B', name: 'Balcony', sections: [balcony()] },
    ],
  };
}

function stalls(): SectionDocument {
  const section = seated(STALLS);
  if (section.kind !== 'seated') return section;
  const [block] = section.blocks;
  if (block === undefined) return section;
  const last = STALLS.radius + (STALLS.rows - 1) * STALLS.rowDepth + 1.7;
  block.rows.push({
    labels: ['X'],
    front: arc(CENTRE, last, 90 + STALLS.halfBack, 90 - STALLS.halfBack),
    pitch: 1.1,
    runs: [{ count: 6 }, { count: 6, gap: 8 }],
    attributes: ['stepFree'],
    tier: 'B',
  });
  block.exceptions = [
    ...['1', '3', '5', '7', '9', '11'].map((seat) => ({
      row: 'X',
      from: seat,
      to: seat,
      attributes: ['wheelchair' as const],
    })),
    ...['2', '4', '6', '8', '10', '12'].map((seat) => ({
      row: 'X',
      from: seat,
      to: seat,
      attributes: ['companion' as const],
    })),
    // Under the overhang of the circle the upper half of the picture is hidden.
    { row: 'V', toRow: 'X', attributes: ['restrictedView'] },
  ];
  return section;
}

function balcony(): SectionDocument {
  const section = seated(BALCONY);
  if (section.kind === 'seated' && section.blocks[0] !== undefined) {
    section.blocks[0].exceptions = [{ row: 'A', attributes: ['restrictedView'] }];
  }
  return section;
}

function seated(tier: Tier): SectionDocument {
  const outer = tier.radius + (tier.rows - 1) * tier.rowDepth + (tier.id === 'ST' ? 1.7 : 0);
  return {
    kind: 'seated',
    id: tier.id,
    name: tier.name,
    polygon: fan(tier, tier.radius - 0.7, outer + 0.9),
    tier: tier.price(0),
    blocks: [{ id: 'A', rows: [rowsOf(tier)] }],
  };
}

/** The outline of rows whose angle changes evenly from front to back. */
function fan(tier: Tier, inner: number, outer: number): Pair[] {
  const steps = 8;
  const sideOf = (sign: number): Pair[] =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const share = i / steps;
      const half = tier.halfFront + (tier.halfBack - tier.halfFront) * share;
      return onCircle(CENTRE, inner + (outer - inner) * share, 90 + sign * half);
    });
  const along = (radius: number, half: number): Pair[] =>
    Array.from({ length: 13 }, (_, i) => onCircle(CENTRE, radius, 90 + half - (i + 1) * ((2 * half) / 14)));
  return [
    ...sideOf(1).toReversed(),
    ...along(inner, tier.halfFront),
    ...sideOf(-1),
    ...along(outer, tier.halfBack).toReversed(),
  ];
}

/** Seats are numbered from the left as one looks at the stage, on through the aisles. */
function rowsOf(tier: Tier): RowGroup {
  const grown = (first: number): number[] =>
    Array.from({ length: tier.rows }, (_, row) => first + Math.floor(row / tier.growEvery));
  return {
    labels: { scheme: 'letter', skip: SKIPPED_LETTERS, count: tier.rows },
    front: arc(CENTRE, tier.radius, 90 + tier.halfFront, 90 - tier.halfFront),
    back: arc(CENTRE, tier.radius + (tier.rows - 1) * tier.rowDepth, 90 + tier.halfBack, 90 - tier.halfBack),
    pitch: tier.pitch,
    runs: [
      { count: counts(grown(tier.side)) },
      { count: counts(grown(tier.middle)), gap: 1.1 },
      { count: counts(grown(tier.side)), gap: 1.1 },
    ],
    tier: Array.from({ length: tier.rows }, (_, row) => tier.price(row)),
  };
}

/** Two storeys of boxes beside the proscenium, drawn one behind the other. */
function boxes(id: string, name: string, sign: number): SectionDocument {
  const x = (metres: number): number => round2(sign * metres);
  return {
    kind: 'units',
    id,
    name,
    polygon: [
      [x(12.2), 1.5],
      [x(17), 1.5],
      [x(21), 9.5],
      [x(16.4), 9.5],
    ],
    tier: 'BOX',
    blocks: ['L', 'U'].map((storey, k) => ({
      id: storey,
      name: storey === 'L' ? 'Lower boxes' : 'Upper boxes',
      units: Array.from({ length: 4 }, (_, i) => ({
        id: `${storey}${i + 1}`,
        at: [x(13.7 + i * 1.1 + k * 2.1), round2(2.6 + i * 1.9)] satisfies Pair,
        admits: 4,
        ...(i === 0 ? { attributes: ['restrictedView' as const] } : {}),
      })),
    })),
  };
}

function stage(): Pair[] {
  const apron = Array.from({ length: 9 }, (_, i) => onCircle(CENTRE, 9, 90 - 42 + (84 * i) / 8));
  return [[9.5, 0], ...apron.map(([x, y]): Pair => [x, Math.max(0.2, y)]), [-9.5, 0], [-9.5, -9], [9.5, -9]];
}
