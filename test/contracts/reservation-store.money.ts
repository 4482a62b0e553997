import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT_ID, PRICE, seat } from './reservation-store.sale.ts';

export function describeMoney(context: StoreContext): void {
  describe('an approved charge', () => {
    test('sells the frozen seats, ends the session and gives its place back', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1), seat(2)]);
      expect(await sale.approved(payment, 'ref-1')).toMatchObject({
        kind: 'approved',
        payment: { state: 'approved' },
      });
      const outcome = await sale.settle(payment, 'ref-1');
      expect(outcome).toMatchObject({
        kind: 'settled',
        payment: {
          state: 'settled',
          charges: [{ providerRef: 'ref-1', amountMinor: 2 * PRICE, state: 'settled', atMs: sale.nowMs }],
        },
      });
      const { sessionId, placeNo } = session;
      expect(await sale.store.getSession(sessionId)).toMatchObject({ state: 'finalised', heldCount: 2 });
      const reservations = await sale.store.readReservations(sessionId);
      expect(reservations.map(({ state, paymentId }) => [state, paymentId])).toEqual([
        ['reserved', payment.paymentId],
        ['reserved', payment.paymentId],
      ]);
      if (context.capabilities.consistentSections) {
        const sold = { availability: 'reserved', sessionId, expiresAtMs: null, ver: 3 };
        expect([...(await sale.touched()).values()]).toEqual(
          [1, 2].map((number) => ({ seatId: seat(number), ...sold })),
        );
      }
      expect(await sale.due()).toEqual([]);
      expect(await sale.store.freePlaces(EVENT_ID, placeNo + 1, sale.nowMs)).toContain(placeNo);
      expect(await sale.store.getUserEvent('anna', EVENT_ID)).toMatchObject({ liveSessionId: null });
      expect(await sale.cancel(session)).toEqual({ kind: 'sessionEnded', state: 'finalised' });
    });

    test('is decided once, however often the provider says so', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'ref-1');
      const before = await sale.items();
      expect(await sale.approved(payment, 'ref-1')).toMatchObject({ kind: 'known' });
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({ kind: 'known' });
      expect(await sale.declined(payment, 'ref-1')).toMatchObject({ kind: 'known' });
      expect(await sale.items()).toEqual(before);
    });

    test('must be recorded before it is settled', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      expect(await sale.settle(payment, 'ref-1')).toEqual({ kind: 'paymentUnknown' });
      expect(await sale.settle({ ...payment, paymentId: 'unheard-of' }, 'ref-1')).toEqual({
        kind: 'paymentUnknown',
      });
      expect(await sale.approved({ ...payment, paymentId: 'unheard-of' }, 'ref-1')).toEqual({
        kind: 'paymentUnknown',
      });
    });

    test('pulls its due item forward, so that a crash before the decision is found', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      const due = { paymentId: payment.paymentId, dueAtMs: sale.nowMs };
      await sale.approved(payment, 'ref-1');
      expect(await sale.store.readDue(sale.nowMs, 10)).toEqual([due]);
    });

    test('of a second attempt is owed back, and the sale stands', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'ref-1');
      await sale.approved(payment, 'ref-2');
      expect(await sale.settle(payment, 'ref-2')).toMatchObject({
        kind: 'refundDue',
        payment: { state: 'settled' },
      });
      expect(await sale.due()).toEqual([payment.paymentId]);
      const done = await sale.refunded(payment, 'ref-2');
      expect(done?.charges.map(({ state }) => state)).toEqual(['settled', 'refunded']);
      expect(await sale.due()).toEqual([]);
    });

    test('buys the seats even after their lock lapsed, as long as nobody took them', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
      sale.nowMs = payment.expiresAtMs + 3_600_000;
      expect(await sale.pay(payment, 'ref-1')).toMatchObject({ kind: 'settled' });
    });

    test('is owed back when one of its seats was taken, and the others are free again', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1), seat(2)]);
      sale.nowMs = payment.expiresAtMs;
      const ben = await sale.shopper('ben');
      await sale.hold(ben, [seat(1)]);
      await sale.approved(payment, 'ref-1');
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({
        kind: 'refundDue',
        payment: { state: 'refundDue' },
      });
      expect(await sale.store.getSession(session.sessionId)).toMatchObject({
        state: 'expired',
        heldCount: 0,
      });
      expect(await sale.store.readReservations(session.sessionId)).toEqual([]);
      expect(await sale.hold(ben, [seat(2)])).toMatchObject({ kind: 'held', session: { heldCount: 2 } });
      expect(await sale.due()).toEqual([payment.paymentId]);
      expect(await sale.refunded(payment, 'ref-1')).toMatchObject({ state: 'refunded' });
      expect(await sale.due()).toEqual([]);
    });

    test('is owed back when a seat went to somebody else and came free again', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      sale.nowMs = payment.expiresAtMs;
      const ben = await sale.shopper('ben');
      await sale.hold(ben, [seat(1)]);
      await sale.release(ben, [seat(1)]);
      expect(await sale.pay(payment, 'ref-1')).toMatchObject({ kind: 'refundDue' });
    });

    test('does not take away the place or the live session the user has by now', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1)]);
      sale.nowMs = payment.expiresAtMs;
      const again = await sale.shopper('anna', {
        token: 'token-2',
        admissionsPerUser: 2,
        newcomerPlaces: [session.placeNo],
      });
      expect(await sale.pay(payment, 'ref-1')).toMatchObject({ kind: 'settled' });
      expect(await sale.store.getUserEvent('anna', EVENT_ID)).toMatchObject({
        liveSessionId: again.sessionId,
      });
      expect(await sale.store.freePlaces(EVENT_ID, session.placeNo + 1, sale.nowMs)).not.toContain(
        session.placeNo,
      );
    });

    test('of the wrong amount buys nothing', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1)]);
      await sale.approved(payment, 'ref-1', PRICE - 1);
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({ kind: 'refundDue' });
      expect(await sale.store.getSession(session.sessionId)).toMatchObject({ state: 'cancelled' });
      expect(await sale.hold(await sale.shopper('ben'), [seat(1)])).toMatchObject({ kind: 'held' });
    });

    test('of the right amount still buys the seats beside one of the wrong amount', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.approved(payment, 'ref-1', PRICE - 1);
      await sale.approved(payment, 'ref-2');
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({
        kind: 'refundDue',
        payment: { state: 'approved' },
      });
      expect(await sale.settle(payment, 'ref-2')).toMatchObject({ kind: 'settled' });
      expect(await sale.due()).toEqual([payment.paymentId]);
      await sale.refunded(payment, 'ref-1');
      expect(await sale.due()).toEqual([]);
    });

    test('counts even when the same attempt was declined before', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.attempt(payment);
      await sale.declined(payment, 'ref-1');
      expect(await sale.pay(payment, 'ref-1')).toMatchObject({ kind: 'settled' });
    });

    test('that was given back by hand before anybody decided buys nothing', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1)]);
      await sale.approved(payment, 'ref-1');
      expect(await sale.refunded(payment, 'ref-1')).toMatchObject({ state: 'refunded' });
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({ kind: 'known' });
      expect(await sale.store.getSession(session.sessionId)).toMatchObject({ state: 'cancelled' });
      expect(await sale.due()).toEqual([]);
    });

    test('that was settled stays settled, whatever is said of refunds', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'ref-1');
      expect(await sale.refunded(payment, 'ref-1')).toMatchObject({ state: 'settled' });
      expect(await sale.refunded(payment, 'ref-9')).toMatchObject({ state: 'settled' });
      expect(await sale.refunded({ ...payment, paymentId: 'unheard-of' }, 'ref-1')).toBeUndefined();
    });
  });

  describe('a payment given up', () => {
    test('frees seats, place and user, and nobody need look at it again', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1), seat(2)]);
      sale.nowMs = payment.expiresAtMs;
      expect(await sale.voided(payment)).toMatchObject({ kind: 'voided', payment: { state: 'voided' } });
      expect(await sale.voided(payment)).toMatchObject({ kind: 'known' });
      expect(await sale.store.getSession(session.sessionId)).toMatchObject({
        state: 'expired',
        heldCount: 0,
      });
      expect(await sale.store.readReservations(session.sessionId)).toEqual([]);
      expect(await sale.due()).toEqual([]);
      expect(await sale.voided({ ...payment, paymentId: 'unheard-of' })).toEqual({ kind: 'paymentUnknown' });
    });

    test('leaves alone a seat that somebody else has by now', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
      sale.nowMs = payment.expiresAtMs;
      const ben = await sale.shopper('ben');
      await sale.hold(ben, [seat(1)]);
      await sale.voided(payment);
      expect(await sale.hold(await sale.shopper('carla'), [seat(1), seat(2)])).toEqual({
        kind: 'seatsTaken',
        seatIds: [seat(1)],
      });
    });

    test('is not given up once money was taken', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.approved(payment, 'ref-1');
      expect(await sale.voided(payment)).toMatchObject({ kind: 'charged', payment: { state: 'approved' } });
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({ kind: 'settled' });
      expect(await sale.voided(payment)).toMatchObject({ kind: 'charged', payment: { state: 'settled' } });
    });

    test('owes back money that comes all the same, and is looked after again', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.voided(payment);
      sale.wait(5);
      expect(await sale.approved(payment, 'ref-1')).toMatchObject({
        kind: 'approved',
        payment: { state: 'approved' },
      });
      expect(await sale.due()).toEqual([payment.paymentId]);
      expect(await sale.settle(payment, 'ref-1')).toMatchObject({ kind: 'refundDue' });
      expect(await sale.refunded(payment, 'ref-1')).toMatchObject({ state: 'refunded' });
      expect(await sale.due()).toEqual([]);
    });

    test('comes before cancelling: a session in checkout is ended by its payment', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1)]);
      expect(await sale.cancel(session)).toEqual({ kind: 'paymentOpen', payment });
      await sale.voided(payment, 'cancelled');
      expect(await sale.cancel(session)).toEqual({ kind: 'sessionEnded', state: 'cancelled' });
    });
  });

  describe('due items', () => {
    test('come oldest first, so many at a time', async () => {
      const sale = context.sale();
      const payments = [];
      for (const [index, user] of ['anna', 'ben', 'carla'].entries()) {
        payments.push((await sale.payer(user, [seat(index)])).payment);
        sale.wait(1);
      }
      const [first, second, third] = payments.map(({ paymentId, payUntilMs }) => ({
        paymentId,
        dueAtMs: payUntilMs,
      }));
      const { store } = sale;
      const later = sale.nowMs + 3_600_000;
      expect(await store.readDue(later, 2)).toEqual([first, second]);
      expect(await store.readDue(second?.dueAtMs ?? 0, 9)).toEqual([first, second]);
      expect(await store.readDue(later, 9)).toEqual([first, second, third]);
    });

    test('are put off, but not back to where they were pulled forward from', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      const due = { paymentId: payment.paymentId, dueAtMs: payment.payUntilMs };
      await sale.store.postponeDue(due, due.dueAtMs + 5_000);
      expect(await sale.store.readDue(due.dueAtMs + 4_999, 9)).toEqual([]);
      await sale.approved(payment, 'ref-1');
      await sale.store.postponeDue({ ...due, dueAtMs: due.dueAtMs + 5_000 }, due.dueAtMs + 60_000);
      expect(await sale.store.readDue(sale.nowMs, 9)).toHaveLength(1);
    });

    test('do not come back when the payment is done', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      const due = { paymentId: payment.paymentId, dueAtMs: payment.payUntilMs };
      await sale.pay(payment, 'ref-1');
      await sale.store.postponeDue(due, due.dueAtMs + 1);
      expect(await sale.due()).toEqual([]);
    });
  });
}
