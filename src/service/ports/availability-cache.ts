import type { SeatState } from '../../core/reservation/index.ts';

/**
 * A section's seats as of some moment: the map and its counts never disagree. Lapsed locks already stand as available. A map is never
 * changed once it was handed out, so that what is made from it (a response body) may be kept with it.
 */
export interface SectionMap {
  readonly eventId: string;
  readonly sectionId: string;
  /** In seat-id order. */
  readonly seats: readonly SeatState[];
  readonly availableCount: number;
  /** Digest of what the map shows: two maps of a section with the same revision show the same, whichever server built them. */
  readonly revision: string;
  /** Free seats per block id; every block of the section is there. */
  readonly availableByBlock: Readonly<Record<string, number>>;
  readonly builtAtMs: number;
  /** No later than the moment when the earliest live lock lapses (the map is not served from then on), or Infinity. */
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
  /**
   * Changes from the feed; ignored where the section is not cached or the seat there is as new. Repeating and reordering them is harmless.
   *
   * @throws CacheUnavailableError when a shared cache could not be told: bring them again.
   */
  apply(eventId: string, sectionId: string, ...seats: readonly SeatState[]): Promise<void>;
  /** The next reader loads the section again; what is known to be newer than the load stays. */
  invalidate(eventId: string, sectionId: string): Promise<void>;
  /** Forgets every map: changes were missed, so that nothing cached can be trusted. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A cache outside this process cannot be reached. Maps are still answered, from the store; only news for the cache must be kept. */
export class CacheUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CacheUnavailableError';
  }
}
