import type { EventRecord, SeatRecord } from '../../../src/core/reservation/index.ts';

export const EVENT_ID = 'final';
export const OPENS_MS = 1_764_000_000_000;

/** A small on-sale: two places for newcomers, one more for holders of a waiting pass, three seats a session. */
export const EVENT: EventRecord = {
  eventId: EVENT_ID,
  name: 'The final',
  venueHash: 'hall',
  currency: 'EUR',
  opensAt: OPENS_MS / 1000,
  k: 2,
  curve: 'weibull',
  slotSeconds: 30,
  holdbacks: 0,
  seatLimit: 3,
  admissionsPerUser: 2,
  sessionTtlMs: 60_000,
  payTtlMs: 30_000,
  payGraceMs: 10_000,
  softCap: 2,
  hardCap: 3,
  seatCount: 5,
  createdAtMs: OPENS_MS,
};

export function seatRecords(count: number): SeatRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    eventId: EVENT_ID,
    seatId: `A#B1#R1#S${index + 1}`,
    sectionId: 'A',
    tier: 'standard',
    priceMinor: 1_000 + index,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: 0,
    updatedAtMs: OPENS_MS,
  }));
}
