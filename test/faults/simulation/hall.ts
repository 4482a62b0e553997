import type { EventRecord } from '../../../src/core/reservation/index.ts';
import { loadVenue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import hall from './hall.json' with { type: 'json' };

export const EVENT_ID = 'storm';
const OPENS_AT = 1_800_000_000;
export const START_MS = OPENS_AT * 1000;

/** So few seats that everybody is in everybody's way. */
export const venue = loadVenue(hall, nodeHashing);
export const SECTION_ID = 'HALL';
export const seats = venue.sections.flatMap((section) => venue.seatsOf(section));
export const seatIds = seats.map(({ seatId }) => seatId);

/** Short times, so that everything lapses often; fewer places than buyers, and a few more for those with a waiting pass. */
export const event: EventRecord = {
  eventId: EVENT_ID,
  name: 'A storm',
  venueHash: venue.hash,
  currency: 'EUR',
  opensAt: OPENS_AT,
  k: 2,
  curve: 'weibull',
  slotSeconds: 10,
  holdbacks: 0,
  seatLimit: 4,
  admissionsPerUser: 2,
  sessionTtlMs: 60_000,
  payTtlMs: 30_000,
  payGraceMs: 10_000,
  softCap: 6,
  hardCap: 8,
  seatCount: venue.seatCount,
  createdAtMs: (OPENS_AT - 1000) * 1000,
};
