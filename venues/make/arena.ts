import type { SeatedBlockDocument, SectionDocument, VenueDocument } from '../../src/core/venue/index.ts';
import { arc, counts, line, onCircle, type Pair, round2, seatsOnArcs, sectorPolygon } from './shapes.ts';

/** An ice rink as the IIHF rules give it: 60 m by 30 m with corners of 8.5 m radius. The bowl follows it in parallel. */
const RINK = { length: 60, width: 30, corner: 8.5 } as const;
const HALF_STRAIGHT = RINK.length / 2 - RINK.corner;
const HALF_END = RINK.width / 2 - RINK.corner;
const PITCH = 0.5;
const AISLE = 1.2;
const MARGIN = 0.5;

type RowGroup = SeatedBlockDocument['rows'][number];

/** A part of the bowl in plan: a straight side or a wedge of a corner. `offset` is metres beyond the boards. */
interface Bay {
  readonly polygon: (inner: number, outer: number) => Pair[];
  readonly curve: (offset: number) => RowGroup['front'];
  readonly seats: (offset: number, rowDepth: number, rows: number) => number[];
  readonly isSide: boolean;
}

interface Tier {
  readonly prefix: number;
  readonly from: number;
  readonly rows: number;
  readonly rowDepth: number;
  readonly side: string;
  readonly corner: string;
  readonly accessible: boolean;
}

const LOWER: Tier = {
  prefix: 100,
  from: 2.5,
  rows: 21,
  rowDepth: 0.85,
  side: 'LS',
  corner: 'LC',
  accessible: true,
};
const UPPER: Tier = {
  prefix: 200,
  from: 29,
  rows: 18,
  rowDepth: 0.8,
  side: 'US',
  corner: 'UC',
  accessible: false,
};
const SUITES = { from: 24, depth: 3.2 } as const;

export function arena(): VenueDocument {
  return {
    $schema: './venue.schema.json',
    format: 'tix-venue/1',
    id: 'arena-20k',
    name: 'City Arena',
    notes: [
      'An indoor arena around an international ice rink (60 m by 30 m, corner radius 8.5 m, as the IIHF rules give it).',
      'Suites are sold whole; the number after them is how many people each lets in.',
    ],
    currency: 'USD',
    focus: [0, 0],
    features: [{ kind: 'floor', name: 'Ice', polygon: rink() }],
    tiers: [
      { id: 'SUITE', name: 'Suite (12 people)', priceMinor: 360_000 },
      { id: 'LS', name: 'Lower sides', priceMinor: 19_500 },
      { id: 'LC', name: 'Lower corners and ends', priceMinor: 13_500 },
      { id: 'US', name: 'Upper sides', priceMinor: 8_500 },
      { id: 'UC', name: 'Upper corners and ends', priceMinor: 5_500 },
    ],
    levels: [
      { id: '1', name: 'Lower bowl', sections: bays().map((bay, index) => section(LOWER, bay, index)) },
      { id: 'S', name: 'Suites', sections: suites() },
      { id: '2', name: 'Upper bowl', sections: bays().map((bay, index) => section(UPPER, bay, index)) },
    ],
  };
}

/** Clockwise on the page from the middle of the northern side. */
function bays(): readonly Bay[] {
  const north = split([0, -RINK.width / 2], [HALF_STRAIGHT, -RINK.width / 2], 2, [0, -1], true);
  const northWest = split([-HALF_STRAIGHT, -RINK.width / 2], [0, -RINK.width / 2], 2, [0, -1], true);
  const south = split([HALF_STRAIGHT, RINK.width / 2], [-HALF_STRAIGHT, RINK.width / 2], 4, [0, 1], true);
  const east = split([RINK.length / 2, -HALF_END], [RINK.length / 2, HALF_END], 1, [1, 0], false);
  const west = split([-RINK.length / 2, HALF_END], [-RINK.length / 2, -HALF_END], 1, [-1, 0], false);
  return [
    ...north,
    ...corner([HALF_STRAIGHT, -HALF_END], -90),
    ...east,
    ...corner([HALF_STRAIGHT, HALF_END], 0),
    ...south,
    ...corner([-HALF_STRAIGHT, HALF_END], 90),
    ...west,
    ...corner([-HALF_STRAIGHT, -HALF_END], 180),
    ...northWest,
  ];
}

function split(from: Pair, to: Pair, parts: number, out: Pair, isSide: boolean): readonly Bay[] {
  return Array.from({ length: parts }, (_, i) => {
    const at = (share: number): Pair => [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ];
    return straightBay(at(i / parts), at((i + 1) / parts), out, isSide);
  });
}

function straightBay(from: Pair, to: Pair, out: Pair, isSide: boolean): Bay {
  const shift = ([x, y]: Pair, offset: number): Pair => [
    round2(x + out[0] * offset),
    round2(y + out[1] * offset),
  ];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return {
    isSide,
    polygon: (inner, outer) => [shift(from, inner), shift(to, inner), shift(to, outer), shift(from, outer)],
    curve: (offset) => line(shift(from, offset), shift(to, offset)),
    seats: (_offset, _rowDepth, rows) =>
      Array.from({ length: rows }, () => Math.floor((length - AISLE) / PITCH)),
  };
}

function corner(center: Pair, start: number): readonly Bay[] {
  const wedges = 3;
  return Array.from({ length: wedges }, (_, i): Bay => {
    const from = start + (90 * i) / wedges;
    const to = from + 90 / wedges;
    return {
      isSide: false,
      polygon: (inner, outer) =>
        sectorPolygon(
          { center, inner: RINK.corner + inner, outer: RINK.corner + outer, start: from, end: to },
          4,
        ),
      curve: (offset) => arc(center, RINK.corner + offset, from, to),
      seats: (offset, rowDepth, rows) =>
        seatsOnArcs(90 / wedges, RINK.corner + offset, rowDepth, rows, PITCH, AISLE),
    };
  });
}

function section(tier: Tier, bay: Bay, index: number): SectionDocument {
  const backRow = tier.from + (tier.rows - 1) * tier.rowDepth;
  const places = tier.accessible ? 1.5 : 0;
  const block: SeatedBlockDocument = {
    id: 'A',
    rows: [
      {
        labels: { prefix: 'R', count: tier.rows },
        front: bay.curve(tier.from),
        back: bay.curve(backRow),
        pitch: PITCH,
        runs: halves(bay.seats(tier.from, tier.rowDepth, tier.rows)),
      },
    ],
  };
  if (tier.accessible) addWheelchairRow(block, bay, backRow + places);
  return {
    kind: 'seated',
    id: String(tier.prefix + index + 1),
    polygon: bay.polygon(tier.from - MARGIN, backRow + places + MARGIN + 0.2),
    tier: bay.isSide ? tier.side : tier.corner,
    blocks: [block],
  };
}

/** Rows of more than 24 seats are cut by an aisle in the middle; short ones are not. */
function halves(seats: readonly number[]): RowGroup['runs'] {
  if (Math.max(...seats) <= 24) return [{ count: counts(seats) }];
  const inRow = seats.map((count) => count - Math.ceil(AISLE / PITCH));
  return [
    { count: counts(inRow.map((count) => Math.max(1, Math.floor(count / 2)))) },
    { count: counts(inRow.map((count) => Math.max(1, Math.ceil(count / 2)))), gap: AISLE },
  ];
}

function addWheelchairRow(block: SeatedBlockDocument, bay: Bay, offset: number): void {
  block.rows.push({
    labels: ['W'],
    front: bay.curve(offset),
    pitch: 1,
    runs: [{ count: 4 }],
    attributes: ['stepFree'],
  });
  block.exceptions = [
    { row: 'W', from: '1', to: '2', attributes: ['wheelchair'] },
    { row: 'W', from: '3', to: '4', attributes: ['companion'] },
  ];
}

/** Boxes along both long sides. */
function suites(): SectionDocument[] {
  return [
    { id: 'NORTH', name: 'North suites', sign: -1 },
    { id: 'SOUTH', name: 'South suites', sign: 1 },
  ].map(({ id, name, sign }): SectionDocument => {
    const inner = sign * (RINK.width / 2 + SUITES.from);
    const outer = sign * (RINK.width / 2 + SUITES.from + SUITES.depth);
    const halfWidth = HALF_STRAIGHT + 2;
    const boxes = 12;
    return {
      kind: 'units',
      id,
      name,
      polygon: [
        [-halfWidth, inner],
        [halfWidth, inner],
        [halfWidth, outer],
        [-halfWidth, outer],
      ],
      tier: 'SUITE',
      blocks: [
        {
          id: 'A',
          units: Array.from({ length: boxes }, (_, i) => ({
            id: `${id.charAt(0)}${i + 1}`,
            name: `${name.split(' ')[0]} suite ${i + 1}`,
            at: [
              round2(-halfWidth + ((i + 0.5) * 2 * halfWidth) / boxes),
              round2((inner + outer) / 2),
            ] satisfies Pair,
            admits: 12,
          })),
        },
      ],
    };
  });
}

function rink(): Pair[] {
  return [
    { center: [HALF_STRAIGHT, -HALF_END] satisfies Pair, start: -90 },
    { center: [HALF_STRAIGHT, HALF_END] satisfies Pair, start: 0 },
    { center: [-HALF_STRAIGHT, HALF_END] satisfies Pair, start: 90 },
    { center: [-HALF_STRAIGHT, -HALF_END] satisfies Pair, start: 180 },
  ].flatMap(({ center, start }) =>
    Array.from({ length: 7 }, (_, i) => onCircle([center[0], center[1]], RINK.corner, start + i * 15)),
  );
}
