import { attributeMask, type Point, type Section, type Venue, type VenueSeat } from '../venue/plan/index.ts';

/** Metres of badness: any seat of a dearer tier is better than any of a cheaper one, and a restricted view comes last in its tier. */
const TIER_STEP_M = 20_000;
const RESTRICTED_VIEW_M = 10_000;

/** Places are equally good when their distances differ by less than this share of the farthest one: chance decides between them. */
const EQUAL_SHARE = 0.05;

/** What seats have in common as far as filters are concerned. */
export interface SeatClass {
  readonly tier: string;
  readonly priceMinor: number;
  readonly attributes: number;
}

/** A section as flat arrays, by position in `seatsOf(section)`. */
export interface SectionPlan {
  readonly section: Section;
  readonly seats: readonly VenueSeat[];
  readonly classOf: Uint16Array;
  /** Lower is better: distance to the venue's focus in metres, plus steps for tier and view. */
  readonly badness: Float64Array;
  readonly runs: readonly RunSpan[];
  readonly centre: Point;
  /** Metres of badness that make no difference. */
  readonly equalM: number;
}

export interface RunSpan {
  /** First seat and one past the last. */
  readonly from: number;
  readonly to: number;
}

export interface AllocationPlan {
  readonly venue: Venue;
  readonly classes: readonly SeatClass[];
  section(sectionId: string): SectionPlan | undefined;
}

/** Prepares a venue for choosing seats. Make it once per venue; each section's arrays are built when first needed and kept. */
export function allocationPlan(venue: Venue): AllocationPlan {
  const classes: SeatClass[] = [];
  const classIndex = new Map<string, number>();
  const tierRank = new Map(dearestFirst(venue).map((tierId, rank) => [tierId, rank]));
  const plans = new Map<string, SectionPlan>();
  const equalM = Math.max(0.5, EQUAL_SHARE * farthestCorner(venue));

  function classOf(seat: VenueSeat): number {
    const attributes = attributeMask(seat.attributes);
    const key = `${seat.tier} ${seat.priceMinor} ${attributes}`;
    const known = classIndex.get(key);
    if (known !== undefined) return known;
    classIndex.set(key, classes.length);
    return classes.push({ tier: seat.tier, priceMinor: seat.priceMinor, attributes }) - 1;
  }

  function badnessOf(seat: VenueSeat): number {
    const distance = Math.hypot(seat.x - venue.focus[0], seat.y - venue.focus[1]);
    const restricted = seat.attributes.includes('restrictedView') ? RESTRICTED_VIEW_M : 0;
    return (tierRank.get(seat.tier) ?? 0) * TIER_STEP_M + restricted + distance;
  }

  function planSection(section: Section): SectionPlan {
    const seats = venue.seatsOf(section);
    return {
      section,
      seats,
      classOf: Uint16Array.from(seats, classOf),
      badness: Float64Array.from(seats, badnessOf),
      runs: section.blocks.flatMap((block) =>
        block.rows.flatMap((row) =>
          row.runs.map(({ firstSeat, seatCount }) => ({ from: firstSeat, to: firstSeat + seatCount })),
        ),
      ),
      centre: meanPosition(seats),
      equalM,
    };
  }

  return {
    venue,
    classes,
    section(sectionId) {
      const known = plans.get(sectionId);
      const section = venue.section(sectionId);
      if (known !== undefined || section === undefined) return known;
      const plan = planSection(section);
      plans.set(sectionId, plan);
      return plan;
    },
  };
}

function dearestFirst(venue: Venue): readonly string[] {
  return [...venue.tiers].sort((a, b) => b.priceMinor - a.priceMinor).map((tier) => tier.id);
}

function farthestCorner({ sections, focus }: Venue): number {
  return sections
    .flatMap((section) => section.polygon)
    .reduce((most, [x, y]) => Math.max(most, Math.hypot(x - focus[0], y - focus[1])), 0);
}

function meanPosition(seats: readonly VenueSeat[]): Point {
  const n = Math.max(1, seats.length);
  return [seats.reduce((sum, seat) => sum + seat.x, 0) / n, seats.reduce((sum, seat) => sum + seat.y, 0) / n];
}
