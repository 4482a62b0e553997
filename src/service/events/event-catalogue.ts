import { LRUCache } from 'lru-cache';
import { type AllocationPlan, allocationPlan } from '../../core/allocation/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import { invariant } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { loadVenue, type Venue } from '../../core/venue/index.ts';
import type { Clock, ReservationStore } from '../ports/index.ts';
import { ProblemError } from '../problems/index.ts';

export interface KnownEvent {
  readonly event: EventRecord;
  readonly venue: Venue;
  readonly plan: AllocationPlan;
}

/** Events with their venues, read from the store when first asked for and then kept in memory. */
export interface EventCatalogue {
  /** @throws ProblemError `EVENT_UNKNOWN`. */
  require(eventId: string): Promise<KnownEvent>;
  list(): Promise<EventRecord[]>;
  venue(venueHash: string): Promise<Venue | undefined>;
}

const EVENTS_MAX = 200;
const VENUES_MAX = 20;
const EVENT_TTL_MS = 5_000;

type Lookup = { readonly known: KnownEvent | undefined };
type VenueLookup = { readonly venue: Venue; readonly plan: AllocationPlan };

export function createEventCatalogue(options: {
  store: ReservationStore;
  hashing: Hashing;
  clock: Clock;
}): EventCatalogue {
  const { store, hashing, clock } = options;

  const venues = new LRUCache<string, VenueLookup>({
    max: VENUES_MAX,
    fetchMethod: async (venueHash) => {
      const text = await store.getVenue(venueHash);
      if (text === undefined) return undefined;
      const venue = loadVenue(JSON.parse(text), hashing);
      const plan = allocationPlan(venue);
      // Plans are made on first use; the first auto-hold over a stadium should not be the use that makes them all.
      for (const { id } of venue.sections) plan.section(id);
      return { venue, plan };
    },
  });

  // Unknown ids are remembered too, so that guessing ids does not reach the store.
  const events = new LRUCache<string, Lookup>({
    max: EVENTS_MAX,
    ttl: EVENT_TTL_MS,
    // The clock is asked each time: the library would otherwise remember its answer until a timer of its own fires.
    ttlResolution: 0,
    perf: { now: () => clock.nowMs() },
    fetchMethod: async (eventId) => {
      const event = await store.getEvent(eventId);
      if (event === undefined) return { known: undefined };
      const lookup = await venues.fetch(event.venueHash);
      invariant(lookup !== undefined, `event ${eventId} was stored without its venue`);
      return { known: { event, ...lookup } };
    },
  });

  return {
    async require(eventId) {
      // The synchronous look first: nearly every request finds its event, and a fetch costs as much as a whole seat map.
      const known = (events.get(eventId) ?? (await events.fetch(eventId)))?.known;
      if (known === undefined) throw new ProblemError('EVENT_UNKNOWN', 'There is no event of that id here.');
      return known;
    },
    list: () => store.listEvents(),
    async venue(venueHash) {
      return (await venues.fetch(venueHash))?.venue;
    },
  };
}
