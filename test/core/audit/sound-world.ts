import {
  hold,
  type PaymentRecord,
  recordProviderWord,
  recordRefunded,
  type SessionRecord,
  settle,
  startCheckout,
  startSession,
} from '../../../src/core/reservation/index.ts';
import { RecordsWorld } from '../reservation/records-world.ts';
import { EVENT, EVENT_ID, OPENS_MS, seatRecords } from '../reservation/sale.ts';

export const NOW_MS = OPENS_MS + 100_000;

/** Seat ids by number, from 1. */
export function seat(number: number): string {
  return `A#B1#R1#S${number}`;
}

/** A store in order, with a bit of everything: seats 1 and 2 sold, 3 held, 4 in checkout, 5 lapsed, money owed back and given back. */
export function soundWorld(): RecordsWorld {
  const world = new RecordsWorld({ ...EVENT, hardCap: 10 }, seatRecords(8));
  let place = 0;
  let nowMs = NOW_MS - 90_000;

  function shopper(userId: string, ...numbers: readonly number[]): SessionRecord {
    place += 1;
    const started = world.apply(
      startSession(world, {
        sessionId: `session-${userId}`,
        eventId: EVENT_ID,
        userId,
        tokenId: `token-${userId}`,
        nowMs,
        expiresAtMs: nowMs + 60_000,
        seatLimit: 3,
        admissionsPerUser: 1,
        newcomerPlaces: [place],
        passHolderPlaces: [],
        slotStart: 0,
      }),
    );
    if (started.kind !== 'started') throw new Error(started.kind);
    const seats = numbers.map((number) => ({ seatId: seat(number), tier: 'standard', priceMinor: 0 }));
    const held = world.apply(hold(world, { claim: started.session, seats, request: null, nowMs }));
    if (held.kind !== 'held') throw new Error(held.kind);
    return held.session;
  }

  function checkout(session: SessionRecord): PaymentRecord {
    const started = world.apply(
      startCheckout(world, {
        claim: session,
        paymentId: `payment-${session.userId}`,
        currency: 'EUR',
        request: null,
        nowMs,
        payUntilMs: nowMs + 30_000,
        expiresAtMs: nowMs + 40_000,
        dueAtMs: nowMs + 30_000,
      }),
    );
    if (started.kind !== 'started') throw new Error(started.kind);
    return started.payment;
  }

  function pay({ paymentId, amountMinor }: PaymentRecord, amount = amountMinor): void {
    const providerRef = `ref-of-${paymentId}`;
    world.apply(
      recordProviderWord(world, { paymentId, providerRef, status: 'approved', amountMinor: amount, nowMs }),
    );
    world.apply(settle(world, { paymentId, providerRef, nowMs }));
  }

  shopper('lapsed', 5);
  nowMs = NOW_MS - 20_000;
  pay(checkout(shopper('buyer', 1, 2)));
  shopper('holder', 3);
  checkout(shopper('payer', 4));
  pay(checkout(shopper('owed', 6)), 1);
  const refunded = checkout(shopper('refunded', 6));
  pay(refunded, 1);
  const { paymentId } = refunded;
  world.apply(recordRefunded(world, { paymentId, providerRef: `ref-of-${paymentId}`, nowMs }));
  return world;
}
