import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHistory, type History, type OperationLine } from '../../../src/core/history/index.ts';
import type { SessionClaim, StoredItem } from '../../../src/core/reservation/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import type { ReservationStore } from '../../../src/service/ports/index.ts';
import { START_MS } from './told.ts';

const SEATS = ['A#B#R#S1', 'A#B#R#S2', 'A#B#R#S3'];
const LIFE_MS = 4_000;

/** One thing a buyer does: who, what, how long after the last thing anybody did, and how far its answer is from the moment it happened. */
const deed = fc.record({
  buyer: fc.nat({ max: 4 }),
  act: fc.constantFrom('hold', 'hold', 'hold', 'release', 'cancel', 'checkout', 'pay', 'look', 'lose'),
  seats: fc.subarray(SEATS, { minLength: 1 }),
  waitMs: fc.nat({ max: 900 }),
  earlierMs: fc.nat({ max: 1_500 }),
  laterMs: fc.nat({ max: 1_500 }),
  /** The answer gets lost; and whether the request had got through. */
  lost: fc.constantFrom('no', 'no', 'no', 'no', 'answer', 'request'),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

interface Buyer {
  session: string;
  claim: SessionClaim;
  payment: string | undefined;
  freeAtMs: number;
  number: number;
}

test('whatever the real rules answer to concurrent buyers is a history without contradictions', async () => {
  let seats = 0;
  let undecidedSeats = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 80, size: 'max' }), async (deeds) => {
      const { history, items, endMs } = await play(deeds);
      const report = await checkHistory(history, items, { nowMs: endMs, clockErrorMs: 1 });
      expect(report.contradictions).toEqual([]);
      seats += report.seats;
      undecidedSeats += report.undecided.length;
    }),
    { numRuns: 300 },
  );
  expect(undecidedSeats / seats).toBeLessThan(0.01);
});

test('the same histories with one acknowledged hold given to somebody else are mostly found out', async () => {
  let planted = 0;
  let caught = 0;
  const runs = fc.sample(fc.array(deed, { minLength: 40, maxLength: 60 }), { numRuns: 40, seed: 7 });
  for (const deeds of runs) {
    const { history, items, endMs } = await play(deeds.map((each) => ({ ...each, lost: 'no' as const })));
    const holds = history.operations.filter(({ op, outcome }) => op === 'hold' && outcome === 'ok');
    const [first, other] = [holds[0], holds.find(({ session }) => session !== holds[0]?.session)];
    if (first === undefined || other === undefined) continue;
    planted += 1;
    const forged = history.operations.map((each) =>
      each === first && other.session !== undefined ? { ...each, session: other.session } : each,
    );
    const report = await checkHistory({ ...history, operations: forged }, items, {
      nowMs: endMs,
      clockErrorMs: 1,
    });
    if (!report.ok) caught += 1;
  }
  expect(planted).toBeGreaterThan(20);
  // A hold that nobody ran into can be anybody's.
  expect(caught / planted).toBeGreaterThan(0.8);
});

/** Plays the deeds on a store of the real rules, one after the other, and writes down what each buyer saw with answers that overlap. */
async function play(
  deeds: readonly Deed[],
): Promise<{ history: History; items: StoredItem[]; endMs: number }> {
  const store = createMemoryStore();
  const seeds = SEATS.map((seatId) => ({ seatId, sectionId: 'A', tier: 't', priceMinor: 500 }));
  await store.seedSeats('e', seeds, START_MS);
  const operations: OperationLine[] = [];
  const buyers = new Map<number, Buyer>();
  let nowMs = START_MS;
  let people = 0;
  for (const each of deeds) {
    nowMs += each.waitMs;
    let buyer = buyers.get(each.buyer);
    if (buyer === undefined || buyer.claim.expiresAtMs + LIFE_MS < nowMs) {
      buyer = await arrive(store, people++, nowMs);
      buyers.set(each.buyer, buyer);
    }
    if (buyer.freeAtMs > nowMs) continue;
    const seen = each.lost === 'request' ? undefined : await act(store, buyer, each, nowMs);
    if (each.lost !== 'request' && seen === undefined) continue;
    const startMs = Math.max(buyer.freeAtMs, nowMs - each.earlierMs);
    const endMs = nowMs + each.laterMs;
    buyer.freeAtMs = endMs + 1;
    if (each.lost === 'no' && seen !== undefined)
      operations.push({ ...blank(buyer), startMs, endMs, ...seen } as OperationLine);
    else if (each.act !== 'pay') operations.push(unanswered(buyer, each, startMs));
  }
  const endMs = nowMs + 1_000_000;
  const items: StoredItem[] = [];
  for await (const item of store.scan()) items.push(item);
  return {
    endMs,
    items,
    history: {
      run: {
        ...{
          type: 'run',
          v: 1,
          run: 'run',
          scenario: 'journey',
          target: '',
          eventId: 'e',
          startedAtMs: START_MS,
        },
        seats: { total: SEATS.length, available: SEATS.length },
      },
      operations: operations.map((operation, i) => ({ ...operation, line: i + 2 })),
    },
  };
}

function blank({ session, number }: Buyer) {
  return { type: 'op', buyer: `buyer-${number}`, session, outcome: 'ok', code: null };
}

function unanswered(buyer: Buyer, { act: what, seats }: Deed, startMs: number): OperationLine {
  const op = what === 'look' || what === 'lose' || what === 'pay' ? 'payment' : what;
  return {
    ...blank(buyer),
    op,
    seats,
    startMs,
    endMs: null,
    outcome: 'unknown',
    code: 'TIMEOUT',
  } as OperationLine;
}

async function arrive(store: ReservationStore, number: number, nowMs: number): Promise<Buyer> {
  const session = `session-${number}`;
  const userId = `user-${number}`;
  const expiresAtMs = Math.ceil((nowMs + LIFE_MS) / 1000) * 1000;
  await store.startSession({
    ...{
      sessionId: session,
      eventId: 'e',
      userId,
      tokenId: `token-${number}`,
      nowMs,
      expiresAtMs,
      seatLimit: 3,
    },
    ...{ admissionsPerUser: 1, newcomerPlaces: [number], passHolderPlaces: [], slotStart: 0 },
  });
  const claim = { sessionId: session, eventId: 'e', userId, expiresAtMs, seatLimit: 3 };
  return { session, claim, payment: undefined, freeAtMs: nowMs, number };
}

/** What the buyer was told, or undefined when this is nothing they could do. */
async function act(
  store: ReservationStore,
  buyer: Buyer,
  { act: what, seats, lost }: Deed,
  nowMs: number,
): Promise<Partial<OperationLine> | undefined> {
  const { claim, session } = buyer;
  const refusal = (code: string): Partial<OperationLine> => ({ outcome: 'refused', code });
  switch (what) {
    case 'hold': {
      const wanted = seats.map((seatId) => ({ seatId, tier: 't', priceMinor: 500 }));
      const outcome = await store.hold({ claim, seats: wanted, request: null, nowMs });
      if (outcome.kind === 'held')
        return { op: 'hold', seats: outcome.seatIds, untilMs: outcome.session.expiresAtMs };
      const taken = outcome.kind === 'seatsTaken' ? { taken: outcome.seatIds } : {};
      return { op: 'hold', seats, ...taken, ...refusal(outcome.kind) };
    }
    case 'release': {
      const outcome = await store.release({ claim, seatIds: seats, request: null, nowMs });
      return outcome.kind === 'released'
        ? { op: 'release', seats: outcome.seatIds }
        : { op: 'release', seats, ...refusal(outcome.kind) };
    }
    case 'cancel': {
      const outcome = await store.cancelSession({ sessionId: session, userId: claim.userId, nowMs });
      return { op: 'cancel', ...(outcome.kind === 'cancelled' ? {} : refusal(outcome.kind)) };
    }
    case 'checkout': {
      const expiresAtMs = Math.ceil((nowMs + LIFE_MS) / 1000) * 1000;
      const outcome = await store.startCheckout({
        ...{ claim, paymentId: `payment-${session}`, currency: 'EUR', request: null, nowMs },
        ...{ payUntilMs: expiresAtMs - 500, expiresAtMs, dueAtMs: expiresAtMs },
      });
      if (outcome.kind !== 'started') return { op: 'checkout', ...refusal(outcome.kind) };
      const { payment } = outcome;
      // Whose answer was lost does not know the payment, and so never asks about it.
      if (lost === 'no') buyer.payment = payment.paymentId;
      return {
        ...{
          op: 'checkout',
          payment: payment.paymentId,
          state: payment.state,
          amountMinor: payment.amountMinor,
        },
        ...{ seats: payment.seats.map(({ seatId }) => seatId), untilMs: outcome.session.expiresAtMs },
      };
    }
    case 'pay': {
      // The provider's word reaches the sale without the buyer's doing.
      if (buyer.payment === undefined) return undefined;
      const word = { paymentId: buyer.payment, providerRef: `charge-${session}`, nowMs };
      await store.recordProviderWord({
        ...word,
        status: 'approved',
        amountMinor: (await store.getPayment(buyer.payment))?.amountMinor ?? 0,
      });
      await store.settle(word);
      return undefined;
    }
    case 'lose': {
      if (buyer.payment === undefined) return undefined;
      await store.recordVoided({ paymentId: buyer.payment, nowMs, sessionState: 'expired' });
      return undefined;
    }
    case 'look': {
      if (buyer.payment === undefined) return undefined;
      const payment = await store.getPayment(buyer.payment);
      if (payment === undefined) return undefined;
      const { paymentId, state, amountMinor } = payment;
      return {
        op: 'payment',
        payment: paymentId,
        state,
        amountMinor,
        seats: payment.seats.map(({ seatId }) => seatId),
      };
    }
  }
}
