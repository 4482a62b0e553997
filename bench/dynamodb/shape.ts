import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { EventRecord } from '../../src/core/reservation/index.ts';
import type { SectionToSeed } from '../../src/service/adapters/store-dynamodb/index.ts';

/** The seats both sides put. */
const SECTIONS_COUNT = 10;
const SEATS_PER_SECTION = 200;
export const SEATS = SECTIONS_COUNT * SEATS_PER_SECTION;

export const EVENT: EventRecord = {
  eventId: 'world-cup-final',
  name: 'The final',
  venueHash: 'bench',
  currency: 'EUR',
  opensAt: 1_764_000_000,
  k: 2,
  curve: 'weibull',
  slotSeconds: 30,
  holdbacks: 0,
  seatLimit: 10,
  admissionsPerUser: 1,
  sessionTtlMs: 600_000,
  payTtlMs: 300_000,
  payGraceMs: 120_000,
  softCap: 80,
  hardCap: 100,
  seatCount: SEATS,
  createdAtMs: 1_763_900_000_000,
};

export const SECTIONS: readonly SectionToSeed[] = Array.from({ length: SECTIONS_COUNT }, (_, section) => ({
  sectionId: `A${section}`,
  seats: () =>
    Array.from({ length: SEATS_PER_SECTION }, (_, number) => ({
      seatId: `A${section}#B${number % 4}#R${Math.floor(number / 20)}#S${number}`,
      sectionId: `A${section}`,
      tier: 'standard',
      priceMinor: 12_000,
    })),
}));

/** The same seats as items, with the same attributes. */
export function itemsOf(): Record<string, AttributeValue>[] {
  return SECTIONS.flatMap(({ sectionId, seats }) =>
    [...seats()].map(({ seatId, tier, priceMinor }) => {
      const [, blockId, rowId, seatNumber] = seatId.split('#');
      return marshall({
        PK: `${EVENT.eventId}#${seatId}`,
        SK: 'META',
        GSI1PK: `${EVENT.eventId}#${sectionId}`,
        GSI1SK: `${blockId}#${rowId}#${seatNumber}`,
        eventId: EVENT.eventId,
        sectionId,
        blockId,
        rowId,
        seatNumber,
        seatId,
        tier,
        priceMinor,
        availability: 'available',
        ver: 0,
        updatedAt: new Date(EVENT.createdAtMs).toISOString(),
      });
    }),
  );
}
