import { LRUCache } from 'lru-cache';
import type { AvailabilityCache, Clock, ReservationStore, SectionMap } from '../ports/index.ts';
import { type ChangeRate, observedRate, unknownRate } from './change-rate.ts';
import { mapLifeSeconds } from './freshness.ts';
import type { MapMeasures } from './map-measures.ts';

/** What is free where, from the cache; the store is asked only for sections that nobody asked for lately. */
export interface SeatMaps {
  section(eventId: string, sectionId: string): Promise<SectionMap>;
  /** The maps of several sections, in the order given. */
  sections(eventId: string, sectionIds: readonly string[]): Promise<readonly SectionMap[]>;
  /** Seconds for which these maps may be kept, from how fast they have been seen to change. */
  lifeSeconds(maps: readonly SectionMap[], opensAtMs: number): number;
}

interface Observed {
  revision: string;
  rate: ChangeRate;
}

const SECTIONS_MAX = 20_000;
const EVENTS_MAX = 200;

export function createSeatMaps(options: {
  store: ReservationStore;
  cache: AvailabilityCache;
  clock: Clock;
  measures: Pick<MapMeasures, 'read'>;
}): SeatMaps {
  const { store, cache, clock, measures } = options;
  const observed = new LRUCache<string, Observed>({ max: SECTIONS_MAX });
  const events = new LRUCache<string, ChangeRate>({ max: EVENTS_MAX });

  async function section(eventId: string, sectionId: string): Promise<SectionMap> {
    const nowMs = clock.nowMs();
    let isLoaded = false;
    const map = await cache.section(eventId, sectionId, nowMs, () => {
      isLoaded = true;
      return store.readSection(eventId, sectionId);
    });
    measures.read(isLoaded);
    observe(map, nowMs);
    return map;
  }

  /** A map with another revision than last time has changed, at least once. */
  function observe({ eventId, sectionId, revision }: SectionMap, nowMs: number): void {
    const key = `${eventId}\n${sectionId}`;
    const known = observed.get(key);
    if (known === undefined) {
      observed.set(key, { revision, rate: unknownRate(nowMs) });
    } else if (known.revision !== revision) {
      known.revision = revision;
      known.rate = observedRate(known.rate, 1, nowMs);
      events.set(eventId, observedRate(events.get(eventId) ?? { perSecond: 0, atMs: nowMs }, 1, nowMs));
    }
  }

  return {
    section,
    sections: (eventId, sectionIds) =>
      Promise.all(sectionIds.map((sectionId) => section(eventId, sectionId))),
    lifeSeconds(maps, opensAtMs) {
      const nowMs = clock.nowMs();
      let sectionPerSecond = 0;
      let nextLapseMs = Number.POSITIVE_INFINITY;
      for (const { eventId, sectionId, nextLapseMs: lapseMs } of maps) {
        const rate = observed.peek(`${eventId}\n${sectionId}`)?.rate ?? unknownRate(nowMs);
        sectionPerSecond += observedRate(rate, 0, nowMs).perSecond;
        nextLapseMs = Math.min(nextLapseMs, lapseMs);
      }
      const event = events.peek(maps[0]?.eventId ?? '') ?? { perSecond: 0, atMs: nowMs };
      const eventPerSecond = observedRate(event, 0, nowMs).perSecond;
      return mapLifeSeconds({ sectionPerSecond, eventPerSecond, nowMs, opensAtMs, nextLapseMs });
    },
  };
}
