import { invariant } from '../../src/core/errors/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';

/** Lets a buyer into the event `gala` of the small hall and holds the first seat for them; answers its id. */
export async function holdFirstSeat(dir: string): Promise<string> {
  const store = await openLmdbStore({ dir });
  const nowMs = Date.now();
  const until = Math.ceil(nowMs / 1000) * 1000 + 600_000;
  const buyer = { sessionId: 'session-1', eventId: 'gala', userId: 'buyer-1' };
  const started = await store.startSession({
    ...buyer,
    tokenId: 'token-1',
    nowMs,
    expiresAtMs: until,
    seatLimit: 10,
    admissionsPerUser: 1,
    newcomerPlaces: [0],
    passHolderPlaces: [0],
    slotStart: 0,
  });
  invariant(started.kind === 'started', `the session was not started: ${started.kind}`);
  const seat = (await store.readSection('gala', 'HALL'))[0];
  const seatId = seat?.seatId ?? '';
  const outcome = await store.hold({
    claim: { ...buyer, expiresAtMs: until, seatLimit: 10 },
    seats: [{ seatId, tier: 'A', priceMinor: 4500 }],
    request: null,
    nowMs,
  });
  invariant(outcome.kind === 'held', `the seat was not held: ${outcome.kind}`);
  await store.close();
  return seatId;
}
