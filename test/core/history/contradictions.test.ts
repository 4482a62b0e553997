import { describe, expect, test } from 'vitest';
import { CONTRADICTIONS, type ContradictionCode } from '../../../src/core/history/index.ts';
import type { StoredItem } from '../../../src/core/reservation/index.ts';
import {
  checkedOut,
  gaveBack,
  held,
  paid,
  paymentItem,
  refused,
  reservationItem,
  START_MS,
  sessionItem,
  stored,
  type Told,
  UNTIL_MS,
  verdictOn,
} from './told.ts';

const lapsed = (session: string) =>
  stored({ availability: 'locked', sessionId: session, expiresAtMs: UNTIL_MS }, [
    sessionItem('ann'),
    sessionItem('bob'),
    reservationItem(session),
  ]);
const sold = (session: string, more: readonly StoredItem[] = []) =>
  stored({ availability: 'reserved', sessionId: session }, [
    sessionItem(session, { state: 'finalised', paymentId: `pay-${session}` }),
    reservationItem(session, 'reserved'),
    paymentItem(session, 'settled'),
    ...more,
  ]);

interface Case {
  readonly told: readonly Told[];
  readonly items: readonly StoredItem[];
  readonly nowMs?: number;
  /** What the message must name. */
  readonly says: string;
}

/** For each code, a history with that and nothing else wrong in it. */
const PLANTED: Readonly<Record<ContradictionCode, Case>> = {
  SEAT_SOLD_TWICE: {
    told: [
      held('ann', 1, 2),
      checkedOut('ann', 3, 4),
      paid('ann', 5, 6),
      held('bob', 1, 2, { outcome: 'unknown', at: [1, null] }),
      checkedOut('bob', 3, 8),
      paid('bob', 9, 10),
    ],
    items: sold('ann', [sessionItem('bob', { state: 'finalised' }), paymentItem('bob', 'settled')]),
    says: 'payment pay-bob sold it to session bob (line 7',
  },
  SEAT_HELD_TWICE: {
    told: [held('ann', 1, 2), held('bob', 3, 4)],
    items: lapsed('bob'),
    says: 'session bob was told that it holds it (line 3',
  },
  LOCK_RESURRECTED: {
    told: [held('ann', 1, 2), held('bob', 61, 62, { untilMs: UNTIL_MS + 60_000 }), checkedOut('ann', 63, 64)],
    items: stored({ availability: 'locked', sessionId: 'bob', expiresAtMs: UNTIL_MS + 60_000 }, [
      sessionItem('ann', { state: 'expired' }),
      sessionItem('bob'),
      reservationItem('bob'),
      paymentItem('ann', 'voided'),
    ]),
    says: 'session ann checked out with it (line 4',
  },
  SALE_UNFOUNDED: {
    told: [held('ann', 1, 2), gaveBack('ann', 3, 4), { ...paid('ann', 5, 6) }],
    items: sold('ann'),
    says: 'payment pay-ann sold it to session ann (line 4',
  },
  REFUSED_THOUGH_FREE: {
    told: [held('ann', 1, 2), gaveBack('ann', 3, 4), refused('bob', 5, 6)],
    items: stored({}, [sessionItem('ann'), sessionItem('bob')]),
    says: 'session bob was told that somebody else has it (line 4',
  },
  SEAT_LEFT_OUT: {
    told: [held('ann', 1, 2), { ...checkedOut('ann', 3, 4), seats: [] }],
    items: [...lapsed('ann'), paymentItem('ann', 'voided')],
    says: 'session ann checked out without it (line 3',
  },
  STORE_DISAGREES: {
    told: [held('ann', 1, 2)],
    items: stored({ availability: 'available' }, [sessionItem('ann', { state: 'expired' })]),
    nowMs: START_MS + 10_000,
    says: 'session ann held it until',
  },
  HOLD_LOST: {
    told: [held('ann', 1, 2)],
    items: stored({ availability: 'locked', sessionId: 'ann', expiresAtMs: UNTIL_MS }, [
      sessionItem('ann', { state: 'reservation' }),
    ]),
    says: 'told in line 2 that it holds it',
  },
  HOLD_UNFOUNDED: {
    told: [held('ann', 1, 2), refused('bob', 3, 4)],
    items: [...lapsed('ann'), reservationItem('bob')],
    says: 'session bob was refused in line 3 (SEAT_TAKEN)',
  },
  SESSION_LOST: {
    told: [{ op: 'admission', session: 'cid', untilMs: UNTIL_MS, at: [1, 2] }],
    items: [],
    says: 'session cid of cid was acknowledged in line 2',
  },
  CANCEL_LOST: {
    told: [{ op: 'cancel', session: 'ann', at: [1, 2] }],
    items: [sessionItem('ann', { state: 'reservation' })],
    says: 'is in state reservation',
  },
  PAYMENT_LOST: {
    told: [held('ann', 1, 2), checkedOut('ann', 3, 4)],
    items: lapsed('ann'),
    says: 'payment pay-ann of session ann was told in line 3',
  },
  PAYMENT_CHANGED: {
    told: [held('ann', 1, 2), checkedOut('ann', 3, 4)],
    items: [...lapsed('ann'), paymentItem('ann', 'voided', 501)],
    says: 'told in line 3 as 500',
  },
  PAYMENT_WENT_BACK: {
    told: [
      held('ann', 1, 2),
      checkedOut('ann', 3, 4),
      paid('ann', 5, 6),
      paid('ann', 7, 8, { state: 'refunded' }),
    ],
    items: sold('ann'),
    says: 'was settled in line 4 and refunded in line 5',
  },
  MONEY_NOT_CONSERVED: {
    told: [held('ann', 1, 2), checkedOut('ann', 3, 4), paid('ann', 5, 6, { amountMinor: 700 })],
    items: sold('ann'),
    says: 'buyers were told of 700',
  },
};

/** Some lies break more than one rule. */
const ALSO: Partial<Record<ContradictionCode, readonly ContradictionCode[]>> = {
  MONEY_NOT_CONSERVED: ['PAYMENT_CHANGED'],
};

describe('a history with something planted in it', () => {
  for (const [code, { told, items, nowMs, says }] of Object.entries(PLANTED) as [ContradictionCode, Case][])
    test(`is caught: ${CONTRADICTIONS[code]}`, async () => {
      const { ok, contradictions } = await verdictOn(told, items, nowMs);
      expect(ok).toBe(false);
      const others = contradictions.filter(
        (each) => each.code !== code && ALSO[code]?.includes(each.code) !== true,
      );
      expect(others).toEqual([]);
      expect(contradictions.find((each) => each.code === code)?.detail).toContain(says);
    });

  test('is caught when one payment finalises twice', async () => {
    const told = [
      held('ann', 1, 2),
      checkedOut('ann', 3, 4),
      paid('ann', 5, 6),
      checkedOut('ann', 7, 8),
      paid('ann', 9, 10, { payment: 'pay-again' }),
    ];
    const { contradictions } = await verdictOn(told, sold('ann'));
    const codes = contradictions.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['PAYMENT_LOST', 'SEAT_SOLD_TWICE']));
  });
});

describe('what only looks wrong passes:', () => {
  const passes = async (told: readonly Told[], items: readonly StoredItem[], nowMs?: number) =>
    expect((await verdictOn(told, items, nowMs)).contradictions).toEqual([]);

  test('two holds that overlap a release between them', async () => {
    await passes([held('ann', 1, 2), gaveBack('ann', 3, 9), held('bob', 4, 5)], lapsed('bob'));
  });

  test('a seat that is taken the moment its lock runs out', async () => {
    await passes([held('ann', 1, 2), held('bob', 59.9, 60.1, { untilMs: UNTIL_MS + 60_000 })], lapsed('bob'));
  });

  test('a late payment for a lock that ran out and that nobody took', async () => {
    await passes([held('ann', 1, 2), checkedOut('ann', 70, 71), paid('ann', 200, 201)], sold('ann'));
  });

  test('a refusal because of a hold whose answer never came', async () => {
    await passes([held('ann', 1, null), refused('bob', 3, 4)], lapsed('ann'));
  });

  test('a hold whose answer never came and that never happened', async () => {
    await passes([held('ann', 1, null), held('bob', 3, 4)], lapsed('bob'));
  });

  test('a payment whose end its buyer did not stay for', async () => {
    await passes([held('ann', 1, 2), checkedOut('ann', 3, 4)], sold('ann'));
  });

  test('a seat of somebody who went to checkout, did not pay, and was let go before the time', async () => {
    const told = [held('ann', 1, 2), checkedOut('ann', 3, 4), held('bob', 20, 21)];
    await passes(told, [...lapsed('bob'), paymentItem('ann', 'voided')]);
  });
});
