import type { SeatedBlockDocument, SectionDocument, VenueDocument } from '../../src/core/venue/index.ts';
import { arc, counts, onCircle, type Pair, round2, seatsOnArcs, sectorPolygon, sum } from './shapes.ts';

/*
 * The playing surface is a four-centred oval: two end arcs and two side arcs that meet tangentially. Length and width are those of the
 * Melbourne Cricket Ground from fence to fence; the end radius is chosen, the side radius follows from tangency:
 * (a − r)² + (R − b)² = (R − r)².
 */
const HALF_LENGTH = 171 / 2;
const HALF_WIDTH = 146 / 2;
const END_RADIUS = 60;
const SIDE_RADIUS =
  ((HALF_LENGTH - END_RADIUS) ** 2 + HALF_WIDTH ** 2 - END_RADIUS ** 2) / (2 * (HALF_WIDTH - END_RADIUS));
const END_CENTRE = HALF_LENGTH - END_RADIUS;
const SIDE_CENTRE = SIDE_RADIUS - HALF_WIDTH;
/** Angle from the long axis at which an end arc meets a side arc. */
const JOINT = (Math.atan2(SIDE_CENTRE, END_CENTRE) * 180) / Math.PI;

const CAPACITY = 100_024;
const PITCH = 0.5;
const MARGIN = 0.6;

interface Stand {
  readonly center: Pair;
  readonly radius: number;
  readonly start: number;
  readonly end: number;
  readonly sections: number;
  readonly side: boolean;
}

/** Clockwise on the page, from the middle of the northern side. */
const STANDS: readonly Stand[] = [
  { center: [0, round2(SIDE_CENTRE)], radius: SIDE_RADIUS, start: -90, end: -JOINT, sections: 6, side: true },
  {
    center: [round2(END_CENTRE), 0],
    radius: END_RADIUS,
    start: -JOINT,
    end: JOINT,
    sections: 6,
    side: false,
  },
  {
    center: [0, round2(-SIDE_CENTRE)],
    radius: SIDE_RADIUS,
    start: JOINT,
    end: 180 - JOINT,
    sections: 12,
    side: true,
  },
  {
    center: [round2(-END_CENTRE), 0],
    radius: END_RADIUS,
    start: 180 - JOINT,
    end: 180 + JOINT,
    sections: 6,
    side: false,
  },
  {
    center: [0, round2(SIDE_CENTRE)],
    radius: SIDE_RADIUS,
    start: 180 + JOINT,
    end: 270,
    sections: 6,
    side: true,
  },
];

interface Tier {
  readonly level: string;
  readonly name: string;
  /** Metres from the fence to the first row. */
  readonly from: number;
  readonly rows: number;
  readonly rowDepth: number;
  readonly blocks: number;
  readonly aisle: number;
  readonly sidePrice: string;
  readonly endPrice: string;
  /** Rows at the back that are cheaper. */
  readonly backRows: number;
  readonly backPrice: string;
  /** A row of wheelchair and companion places behind the last, at the concourse. */
  readonly accessible: boolean;
}

const TIERS: readonly Tier[] = [
  {
    level: 'A',
    name: 'Lower level',
    from: 5,
    rows: 34,
    rowDepth: 0.8,
    blocks: 2,
    aisle: 1.1,
    sidePrice: 'P1',
    endPrice: 'P2',
    backRows: 0,
    backPrice: 'P2',
    accessible: true,
  },
  {
    level: 'B',
    name: 'Club level',
    from: 37.5,
    rows: 14,
    rowDepth: 0.85,
    blocks: 2,
    aisle: 1.1,
    sidePrice: 'P1',
    endPrice: 'P2',
    backRows: 0,
    backPrice: 'P2',
    accessible: true,
  },
  {
    level: 'C',
    name: 'Upper level',
    from: 55,
    rows: 30,
    rowDepth: 0.8,
    blocks: 3,
    aisle: 1.1,
    sidePrice: 'P3',
    endPrice: 'P4',
    backRows: 12,
    backPrice: 'P5',
    accessible: false,
  },
];

export function stadium(): VenueDocument {
  const levels = TIERS.map((tier) => ({ id: tier.level, name: tier.name, sections: levelSections(tier) }));
  trimTo(
    CAPACITY,
    levels.flatMap(({ sections }) => sections),
  );
  return {
    $schema: './venue.schema.json',
    format: 'tix-venue/1',
    id: 'stadium-100k',
    name: 'The Oval, 100,000 seats',
    notes: [
      'Modelled on the Melbourne Cricket Ground: playing surface 171 m by 146 m from fence to fence and 100,024 seats (public figures of the ground). Rows, blocks and prices are ours.',
      'Levels are drawn side by side, as seating plans do; in the building the upper levels overhang the lower ones.',
    ],
    currency: 'AUD',
    focus: [0, 0],
    features: [{ kind: 'pitch', name: 'Oval', polygon: oval(0) }],
    tiers: [
      { id: 'P1', name: 'Platinum', priceMinor: 24_000 },
      { id: 'P2', name: 'Gold', priceMinor: 18_000 },
      { id: 'P3', name: 'Silver', priceMinor: 12_500 },
      { id: 'P4', name: 'Bronze', priceMinor: 8_500 },
      { id: 'P5', name: 'Upper rows', priceMinor: 5_500 },
    ],
    levels,
  };
}

function levelSections(tier: Tier): SectionDocument[] {
  let number = 0;
  return STANDS.flatMap((stand) =>
    Array.from({ length: stand.sections }, (_, index) => {
      number += 1;
      const width = (stand.end - stand.start) / stand.sections;
      const start = stand.start + index * width;
      return section(tier, stand, `${tier.level}${number}`, start, start + width);
    }),
  );
}

function section(tier: Tier, stand: Stand, id: string, start: number, end: number): SectionDocument {
  const first = stand.radius + tier.from;
  const backRow = first + (tier.rows - 1) * tier.rowDepth + (tier.accessible ? 1.4 : 0);
  const width = (end - start) / tier.blocks;
  return {
    kind: 'seated',
    id,
    polygon: sectorPolygon(
      { center: stand.center, inner: first - MARGIN, outer: backRow + MARGIN + 0.2, start, end },
      4,
    ),
    tier: stand.side ? tier.sidePrice : tier.endPrice,
    blocks: Array.from({ length: tier.blocks }, (_, index) =>
      block(tier, stand, `B${index + 1}`, start + index * width, start + (index + 1) * width),
    ),
  };
}

function block(tier: Tier, stand: Stand, id: string, start: number, end: number): SeatedBlockDocument {
  const first = stand.radius + tier.from;
  const seats = seatsOnArcs(end - start, first, tier.rowDepth, tier.rows, PITCH, tier.aisle);
  const frontRows = tier.rows - tier.backRows;
  const group = (from: number, to: number, price?: string): SeatedBlockDocument['rows'][number] => ({
    labels: { prefix: 'R', first: from + 1, count: to - from },
    front: arc(stand.center, first + from * tier.rowDepth, start, end),
    back: arc(stand.center, first + (to - 1) * tier.rowDepth, start, end),
    pitch: PITCH,
    seats: { prefix: 'S' },
    runs: [{ count: counts(seats.slice(from, to)) }],
    ...(price === undefined ? {} : { tier: price }),
  });
  const rows = [group(0, frontRows)];
  if (tier.backRows > 0) rows.push(group(frontRows, tier.rows, tier.backPrice));
  if (!tier.accessible || id !== 'B1') return { id, rows };
  rows.push({
    labels: ['W'],
    front: arc(stand.center, first + (tier.rows - 1) * tier.rowDepth + 1.4, start, end),
    pitch: 1,
    seats: { prefix: 'S' },
    runs: [{ count: 6 }],
    attributes: ['stepFree'],
  });
  return { id, rows, exceptions: wheelchairPairs(6) };
}

/** Each wheelchair place has a companion's place on its right. */
function wheelchairPairs(places: number): NonNullable<SeatedBlockDocument['exceptions']> {
  return Array.from({ length: places }, (_, i) => ({
    row: 'W',
    from: `S${i + 1}`,
    to: `S${i + 1}`,
    attributes: [i % 2 === 0 ? 'wheelchair' : 'companion'],
  }));
}

/** Takes seats away from the back rows, evenly, until exactly `capacity` are left: camera platforms and control rooms sit there. */
function trimTo(capacity: number, sections: readonly SectionDocument[]): void {
  const lists = sections
    .flatMap((candidate) => (candidate.kind === 'seated' ? candidate.blocks : []))
    .map((candidate) =>
      candidate.rows.findLast((group) => group.labels !== undefined && !Array.isArray(group.labels)),
    )
    .flatMap((group) => (Array.isArray(group?.runs[0]?.count) ? [group.runs[0].count] : []));
  let excess = sum(sections.map(seatCount)) - capacity;
  for (let turn = 0; excess > 0; turn += 1) {
    const list = lists[lists.length - 1 - (turn % lists.length)];
    if (list === undefined) break;
    list[list.length - 1] = (list.at(-1) ?? 0) - 1;
    excess -= 1;
  }
}

function seatCount(candidate: SectionDocument): number {
  if (candidate.kind !== 'seated') return 0;
  return sum(
    candidate.blocks.flatMap((block) =>
      block.rows.flatMap((group) => {
        const rows = Array.isArray(group.labels) ? group.labels.length : group.labels.count;
        return group.runs.map(({ count }) => (Array.isArray(count) ? sum(count) : count * rows));
      }),
    ),
  );
}

function oval(offset: number): Pair[] {
  return STANDS.flatMap(({ center, radius, start, end }) =>
    Array.from({ length: 12 }, (_, i) => onCircle(center, radius + offset, start + ((end - start) * i) / 12)),
  );
}
