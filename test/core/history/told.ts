import { checkHistory, type History, type OperationLine } from '../../../src/core/history/index.ts';
import type { SeatRecord, SessionRecord, StoredItem } from '../../../src/core/reservation/index.ts';

export const START_MS = 1_800_000_000_000;
export const UNTIL_MS = START_MS + 60_000;
export const SEAT = 'A#B1#R1#S1';

/** What a buyer was told; times in seconds from the start. */
export type Told = Partial<OperationLine> &
  Pick<OperationLine, 'op' | 'session'> & { readonly at: readonly [from: number, to: number | null] };

export function historyOf(told: readonly Told[], seats = { total: 10, available: 10 }): History {
  return {
    run: {
      type: 'run',
      v: 1,
      run: 'run',
      scenario: 'locks',
      target: '',
      eventId: 'e',
      startedAtMs: START_MS,
      seats,
    },
    operations: told.map(({ at: [from, to], ...rest }, i) => ({
      type: 'op' as const,
      buyer: String(rest.session),
      startMs: START_MS + from * 1000,
      endMs: to === null ? null : START_MS + to * 1000,
      outcome: to === null ? 'unknown' : 'ok',
      code: null,
      ...rest,
      line: i + 2,
    })),
  };
}

export const held = (session: string, from: number, to: number | null, more: Partial<Told> = {}): Told => ({
  ...{ op: 'hold', session, seats: [SEAT], untilMs: UNTIL_MS, at: [from, to] },
  ...more,
});
export const refused = (session: string, from: number, to: number): Told => ({
  ...{
    op: 'hold',
    session,
    seats: [SEAT],
    outcome: 'refused',
    code: 'SEAT_TAKEN',
    taken: [SEAT],
    at: [from, to],
  },
});
export const gaveBack = (session: string, from: number, to: number | null): Told => ({
  ...{ op: 'release', session, seats: [SEAT], at: [from, to] },
});
export const checkedOut = (session: string, from: number, to: number, untilMs = UNTIL_MS + 60_000): Told => ({
  ...{
    op: 'checkout',
    session,
    seats: [SEAT],
    payment: `pay-${session}`,
    state: 'created',
    amountMinor: 500,
    untilMs,
    at: [from, to],
  },
});
export const paid = (session: string, from: number, to: number, more: Partial<Told> = {}): Told => ({
  ...{
    op: 'payment',
    session,
    seats: [SEAT],
    payment: `pay-${session}`,
    state: 'settled',
    amountMinor: 500,
    at: [from, to],
  },
  ...more,
});

/** A store with this one seat and what stands behind it. */
export function stored(seat: Partial<SeatRecord>, more: readonly StoredItem[] = []): StoredItem[] {
  return [
    {
      type: 'seat',
      record: {
        ...{
          eventId: 'e',
          seatId: SEAT,
          sectionId: 'A',
          tier: 't',
          priceMinor: 500,
          ver: 1,
          updatedAtMs: START_MS,
        },
        ...{ availability: 'available', sessionId: null, expiresAtMs: null },
        ...seat,
      },
    },
    ...more,
  ];
}

export function sessionItem(sessionId: string, changes: Partial<SessionRecord> = {}): StoredItem {
  return {
    type: 'session',
    record: {
      ...{
        sessionId,
        eventId: 'e',
        userId: sessionId,
        tokenId: sessionId,
        placeNo: 0,
        state: 'expired' as const,
      },
      ...{
        createdAtMs: START_MS,
        expiresAtMs: UNTIL_MS,
        seatLimit: 4,
        heldCount: 0,
        ver: 1,
        idempotency: [],
      },
      ...{ paymentId: null, updatedAtMs: START_MS },
      ...changes,
    },
  };
}

export function reservationItem(sessionId: string, state: 'locked' | 'reserved' = 'locked'): StoredItem {
  return {
    type: 'reservation',
    record: {
      ...{ sessionId, seatId: SEAT, eventId: 'e', userId: sessionId, state, tier: 't', priceMinor: 500 },
      ...{ createdAtMs: START_MS, paymentId: null },
    },
  };
}

export function paymentItem(
  sessionId: string,
  state: 'settled' | 'refunded' | 'voided',
  amountMinor = 500,
): StoredItem {
  const charged = state === 'voided' ? [] : [{ providerRef: 'p', amountMinor, state, atMs: START_MS }];
  return {
    type: 'payment',
    record: {
      ...{
        paymentId: `pay-${sessionId}`,
        sessionId,
        eventId: 'e',
        userId: sessionId,
        amountMinor,
        currency: 'EUR',
        state,
      },
      ...{
        seats: [{ seatId: SEAT, tier: 't', priceMinor: 500 }],
        attempts: 1,
        declines: [],
        charges: charged,
      },
      ...{
        createdAtMs: START_MS,
        payUntilMs: UNTIL_MS,
        expiresAtMs: UNTIL_MS,
        ver: 1,
        updatedAtMs: START_MS,
      },
    },
  };
}

/** Long after everything. */
const AUDIT_MS = START_MS + 3_600_000;

export async function verdictOn(told: readonly Told[], items: readonly StoredItem[], nowMs = AUDIT_MS) {
  return checkHistory(historyOf(told), items, { nowMs, clockErrorMs: 5 });
}
