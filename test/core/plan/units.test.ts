import { expect, test } from 'vitest';
import { UNITS_OF, type Units } from '../../../src/core/plan/index.ts';
import {
  beginAttempt,
  type Decision,
  hold,
  recordProviderWord,
  settle,
  startCheckout,
  startSession,
} from '../../../src/core/reservation/index.ts';
import { RecordsWorld } from '../reservation/records-world.ts';
import { EVENT, EVENT_ID, OPENS_MS, seatRecords } from '../reservation/sale.ts';

const SEATS = 3;
/** Kinds of item that stand in the index. */
const INDEXED = new Set(['session', 'userEvent', 'reservation', 'due']);

/** Items that a decision writes, as the plan counts them; moving in the index writes twice and is told by `moving`. */
function written(decision: Decision<unknown>, moving: readonly string[] = []) {
  const kinds = [...decision.puts, ...decision.removes].map(({ type }) => type);
  const seats = kinds.filter((kind) => kind === 'seat').length;
  const others = kinds.filter((kind) => kind !== 'seat');
  const indexed = others.filter((kind) => INDEXED.has(kind));
  return {
    seats,
    seatsIndex: seats,
    reservations: others.length,
    reservationsIndex: indexed.length + indexed.filter((kind) => moving.includes(kind)).length,
  };
}

const writesOf = ({ seats, seatsIndex, reservations, reservationsIndex }: Units) => ({
  seats,
  seatsIndex,
  reservations,
  reservationsIndex,
});

test('each command writes the items that the plan counts', () => {
  const world = new RecordsWorld(EVENT, seatRecords(SEATS));
  const session = { sessionId: 's1', eventId: EVENT_ID, userId: 'ada' };
  const request = (key: string) => ({ key, requestHash: key });
  const expiresAtMs = OPENS_MS + 60_000;
  const nowMs = OPENS_MS + 1_000;

  const started = startSession(world, {
    ...session,
    tokenId: 't1',
    newcomerPlaces: [0],
    passHolderPlaces: [0],
    slotStart: OPENS_MS / 1000,
    admissionsPerUser: 1,
    seatLimit: SEATS,
    expiresAtMs,
    nowMs,
  });
  expect(written(started)).toEqual(writesOf(UNITS_OF.startSession(SEATS, 1)));
  world.apply(started);

  const claim = { ...session, expiresAtMs, seatLimit: SEATS };
  const seats = seatRecords(SEATS).map(({ seatId, tier, priceMinor }) => ({ seatId, tier, priceMinor }));
  const held = hold(world, { claim, seats, request: request('hold'), nowMs });
  expect(written(held)).toEqual(writesOf(UNITS_OF.hold(SEATS)));
  world.apply(held);

  const checkout = startCheckout(world, {
    claim,
    paymentId: 'p1',
    currency: 'EUR',
    payUntilMs: nowMs + 30_000,
    expiresAtMs: nowMs + 40_000,
    dueAtMs: nowMs + 40_000,
    request: request('checkout'),
    nowMs,
  });
  expect(written(checkout)).toEqual(writesOf(UNITS_OF.startCheckout(SEATS)));
  world.apply(checkout);

  const begun = beginAttempt(world, { paymentId: 'p1', userId: 'ada', request: request('pay'), nowMs });
  expect(written(begun)).toEqual(writesOf(UNITS_OF.beginAttempt(SEATS)));
  world.apply(begun);

  const amountMinor = seats.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  const word = { paymentId: 'p1', providerRef: 'r1', status: 'approved' as const, amountMinor, nowMs };
  const approved = recordProviderWord(world, word);
  // The due item's time is part of its index key, and so is whether a reservation is only locked.
  expect(written(approved, ['due'])).toEqual(writesOf(UNITS_OF.recordApproval(SEATS)));
  world.apply(approved);

  const settled = settle(world, { paymentId: 'p1', providerRef: 'r1', nowMs });
  expect(written(settled, ['reservation'])).toEqual(writesOf(UNITS_OF.settle(SEATS)));
});
