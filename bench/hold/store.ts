import type { HoldCommand } from '../../src/core/reservation/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { EVENT_ID, hold, OPENS_MS, SEATS, seatId, sessionId, userId } from './shape.ts';

const SEATS_AT_ONCE = 5_000;
const SHOPPERS_AT_ONCE = 1_000;

/** The store with the event seeded and every shopper in a session. */
export async function openSeeded(dir: string, shoppers: number) {
  const store = await openLmdbStore({ dir });
  for (let first = 0; first < SEATS; first += SEATS_AT_ONCE) {
    const seats = Array.from({ length: SEATS_AT_ONCE }, (_, i) => {
      const id = seatId(first + i);
      return { seatId: id, sectionId: id.slice(0, id.indexOf('#')), tier: 'standard', priceMinor: 12_000 };
    });
    await store.seedSeats(EVENT_ID, seats, OPENS_MS);
  }
  for (let first = 0; first < shoppers; first += SHOPPERS_AT_ONCE) {
    await Promise.all(
      Array.from({ length: SHOPPERS_AT_ONCE }, (_, i) =>
        store.startSession({
          sessionId: sessionId(first + i),
          eventId: EVENT_ID,
          userId: userId(first + i),
          tokenId: `token-${sessionId(first + i)}`,
          nowMs: OPENS_MS,
          expiresAtMs: OPENS_MS + 600_000,
          seatLimit: 10,
          admissionsPerUser: 1,
          newcomerPlaces: [first + i],
          passHolderPlaces: [],
          slotStart: OPENS_MS / 1000,
        }),
      ),
    );
  }
  return {
    async hold(n: number): Promise<void> {
      const outcome = await store.hold(command(n));
      if (outcome.kind !== 'held') throw new Error(`hold ${n} was answered ${outcome.kind}`);
    },
    close: () => store.close(),
  };
}

function command(n: number): HoldCommand {
  const { shopper, seatIds, key, requestHash } = hold(n);
  return {
    claim: {
      sessionId: sessionId(shopper),
      eventId: EVENT_ID,
      userId: userId(shopper),
      expiresAtMs: OPENS_MS + 600_000,
      seatLimit: 10,
    },
    seats: seatIds.map((id) => ({ seatId: id, tier: 'standard', priceMinor: 12_000 })),
    request: { key, requestHash },
    nowMs: OPENS_MS,
  };
}
