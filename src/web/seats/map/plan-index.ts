import type { Point, Section, Venue, VenueSeat } from '../../../core/venue/plan/index.ts';
import {
  type Bounds,
  boundsOf,
  centreOf,
  grown,
  isInside,
  middleOf,
  overlaps,
  roomAround,
  wholePlan,
} from '../../venue-map/index.ts';

/** A block as drawn: seats `first` to `first + count` of its section, and the area they cover. */
export interface DrawnBlock {
  readonly id: string;
  readonly first: number;
  readonly count: number;
  readonly bounds: Bounds;
  readonly outline: readonly Point[];
}

export interface DrawnSection {
  readonly section: Section;
  readonly bounds: Bounds;
  readonly tierIndex: number;
  readonly centre: Point;
  /** Metres across the largest circle around the centre that stays inside: the room for a label. */
  readonly room: number;
}

export interface DrawnFeature {
  readonly kind: 'stage' | 'pitch' | 'floor' | 'wall';
  readonly name: string;
  readonly polygon: readonly Point[];
  readonly centre: Point;
  readonly room: number;
}

/** A section's seats as plain arrays, for painting and finding. */
export interface DrawnSeats {
  readonly seats: readonly VenueSeat[];
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  /** Index of the price tier, by seat. */
  readonly tiers: Uint8Array;
  readonly blocks: readonly DrawnBlock[];
}

/** The venue arranged for the question "what is here?". Seats are worked out section by section, when first looked at. */
export interface PlanIndex {
  readonly bounds: Bounds;
  /** What everybody looks at, and walls: nobody sits there. */
  readonly features: readonly DrawnFeature[];
  readonly sections: readonly DrawnSection[];
  sectionsIn(bounds: Bounds): readonly DrawnSection[];
  sectionAt(x: number, y: number): Section | undefined;
  seatsOf(section: Section): DrawnSeats;
  /** The seat nearest to a point, within so many metres. */
  seatNear(x: number, y: number, withinMetres: number): VenueSeat | undefined;
}

/** Metres around a seat's centre that belong to it. */
const SEAT_ROOM = 0.6;

export function indexPlan(venue: Venue): PlanIndex {
  const tierIndex = new Map(venue.tiers.map(({ id }, index) => [id, index]));
  const sections = venue.sections.map((section) => ({
    section,
    bounds: boundsOf(section.polygon),
    tierIndex: tierIndex.get(section.tier) ?? 0,
    centre: centreOf(section.polygon),
    room: 2 * roomAround(section.polygon, centreOf(section.polygon)),
  }));
  const drawn = new Map<string, DrawnSeats>();

  function seatsOf(section: Section): DrawnSeats {
    const before = drawn.get(section.id);
    if (before !== undefined) return before;
    const seats = venue.seatsOf(section);
    const made: DrawnSeats = {
      seats,
      xs: Float32Array.from(seats, (seat) => seat.x),
      ys: Float32Array.from(seats, (seat) => seat.y),
      tiers: Uint8Array.from(seats, (seat) => tierIndex.get(seat.tier) ?? 0),
      blocks: section.blocks.map(({ id, firstSeat, seatCount, rows }) => {
        const ends = rows.flatMap((row) => {
          const last = seats[row.firstSeat + row.seatCount - 1];
          const first = seats[row.firstSeat];
          return first === undefined || last === undefined ? [] : [first, last];
        });
        const own = seats.slice(firstSeat, firstSeat + seatCount);
        return {
          id,
          first: firstSeat,
          count: seatCount,
          bounds: grown(boundsOf(own.map(({ x, y }): Point => [x, y])), SEAT_ROOM),
          outline: aroundRows(ends),
        };
      }),
    };
    drawn.set(section.id, made);
    return made;
  }

  const sectionsIn = (bounds: Bounds) => sections.filter((one) => overlaps(one.bounds, bounds));

  return {
    bounds: boundsOf(wholePlan(venue)),
    features: (venue.document.features ?? []).map(({ kind, name = '', polygon }) => {
      const centre = middleOf(boundsOf(polygon));
      return { kind, name, polygon, centre, room: 2 * roomAround(polygon, centre) };
    }),
    sections,
    sectionsIn,
    seatsOf,
    sectionAt: (x, y) => sections.find(({ section }) => isInside(section.polygon, x, y))?.section,
    seatNear(x, y, withinMetres) {
      const here = grown({ left: x, top: y, right: x, bottom: y }, withinMetres);
      let nearest: VenueSeat | undefined;
      let best = withinMetres;
      for (const { section } of sectionsIn(here)) {
        if (section.kind === 'standing') continue;
        const { seats, xs, ys, blocks } = seatsOf(section);
        for (const block of blocks) {
          if (!overlaps(block.bounds, here)) continue;
          for (let i = block.first; i < block.first + block.count; i += 1) {
            const distance = Math.hypot((xs[i] ?? 0) - x, (ys[i] ?? 0) - y);
            if (distance >= best) continue;
            best = distance;
            nearest = seats[i];
          }
        }
      }
      return nearest;
    },
  };
}

/** The line around a block: along the first seats of its rows and back along the last ones. `ends` are first and last by turns. */
function aroundRows(ends: readonly VenueSeat[]): readonly Point[] {
  const at = ({ x, y }: VenueSeat): Point => [x, y];
  const firsts = ends.filter((_, i) => i % 2 === 0).map(at);
  const lasts = ends.filter((_, i) => i % 2 === 1).map(at);
  return [...firsts, ...lasts.reverse()];
}
