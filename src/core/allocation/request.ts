import type { Attribute, SectionKind } from '../venue/plan/index.ts';

/** A section and what can be had of it: `free[i]` is 1 iff seat `i` of `venue.seatsOf(section)` is available now. */
export interface SectionAvailability {
  readonly sectionId: string;
  readonly free: Uint8Array;
}

/** Every filter narrows the choice; a seat must satisfy all of them. */
export interface SeatFilters {
  readonly sectionIds?: readonly string[] | undefined;
  readonly tiers?: readonly string[] | undefined;
  /** Per seat or unit. */
  readonly maxPriceMinor?: number | undefined;
  /**
   * Each chosen seat carries all of them. Wheelchair places and the companion places beside them are kept for those who ask: without
   * the attribute they are never chosen.
   */
  readonly attributes?: readonly Attribute[] | undefined;
  /**
   * Default: every kind in the sections named by `sectionIds`; otherwise seats, unless nothing seated is sold in the wanted tiers. A
   * buyer who asks for two seats does not get two tables.
   */
  readonly kinds?: readonly SectionKind[] | undefined;
}

export interface SeatRequest {
  readonly sections: readonly SectionAvailability[];
  /** Seats or units wanted, 1 to 45. */
  readonly count: number;
  /** together: consecutive seats of one row, or nothing. best: the same when it can be had, else few pieces near one another. */
  readonly mode: 'best' | 'together';
  readonly filters?: SeatFilters | undefined;
  /** Uniform in [0, 1). Chooses among equals, so that a crowd does not ask for the same seats. */
  readonly random: () => number;
  /** Seats to leave alone: those that were lost to others a moment ago. */
  readonly exclude?: ReadonlySet<string> | undefined;
  /** Default 8. */
  readonly maxCandidates?: number | undefined;
}

export interface SeatChoice {
  readonly seatIds: readonly string[];
  /** All in one row, side by side (or standing in one area). */
  readonly together: boolean;
  /** Free seats that this choice would leave alone between taken ones. */
  readonly orphans: number;
}

export const MAX_COUNT = 45;
export const DEFAULT_CANDIDATES = 8;
