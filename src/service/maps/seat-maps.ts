import type { AvailabilityCache, Clock, ReservationStore, SectionMap } from '../ports/index.ts';

export interface SectionCount {
  readonly sectionId: string;
  readonly available: number;
  readonly total: number;
  readonly builtAtMs: number;
}

/** What is free where, from the cache; the store is asked only for sections that nobody asked for lately. */
export interface SeatMaps {
  section(eventId: string, sectionId: string): Promise<SectionMap>;
  /** Free and all seats of each section, in the order given. */
  counts(eventId: string, sectionIds: readonly string[]): Promise<SectionCount[]>;
}

export function createSeatMaps(options: {
  store: ReservationStore;
  cache: AvailabilityCache;
  clock: Clock;
}): SeatMaps {
  const { store, cache, clock } = options;
  const section = (eventId: string, sectionId: string) =>
    cache.section(eventId, sectionId, clock.nowMs(), () => store.readSection(eventId, sectionId));
  return {
    section,
    async counts(eventId, sectionIds) {
      const maps = await Promise.all(sectionIds.map((sectionId) => section(eventId, sectionId)));
      return maps.map((map) => ({
        sectionId: map.sectionId,
        available: map.availableCount,
        total: map.seats.length,
        builtAtMs: map.builtAtMs,
      }));
    },
  };
}
