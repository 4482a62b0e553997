import type { SeatState } from '../../core/reservation/index.ts';

/** A section's seats as of some moment: the map and its count never disagree. Lapsed locks already count as available. */
export interface SectionMap {
  readonly eventId: string;
  readonly sectionId: string;
  /** In seat-id order. */
  readonly seats: readonly SeatState[];
  readonly availableCount: number;
  /** Free seats per block id. */
  readonly availableByBlock: Readonly<Record<string, number>>;
  readonly builtAtMs: number;
  /** When the earliest live lock lapses (then the map must be rebuilt), or Infinity. */
  readonly nextLapseMs: number;
}

/** Cached maps per section. Merges by `ver`, so that nothing old ever replaces newer. */
export interface AvailabilityCache {
  /** The section's map; on a miss `load` runs once for all who wait (single-flight). */
  section(
    eventId: string,
    sectionId: string,
    nowMs: number,
    load: () => Promise<readonly SeatState[]>,
  ): Promise<SectionMap>;
  /** A change from the feed; ignored when the section is not cached or the seat there is newer. */
  apply(eventId: string, sectionId: string, seat: SeatState): Promise<void>;
  invalidate(eventId: string, sectionId: string): Promise<void>;
  close(): Promise<void>;
}
