import { describe, expect, test } from 'vitest';
import { ATTEMPTS_MAX } from '../../src/core/reservation/index.ts';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT, EVENT_ID, keyed, PRICE, seat } from './reservation-store.sale.ts';

export function describeCheckout(context: StoreContext): void {
  describe('checkout', () => {
    test('checkout freezes seats and price, and creates the payment with somebody to look after it', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(2), seat(1)]);
      sale.wait(60);
      const outcome = await sale.checkout(session);
      if (outcome.kind !== 'started') throw new Error(outcome.kind);
      const { payment } = outcome;
      expect(payment).toEqual({
        paymentId: payment.paymentId,
        sessionId: session.sessionId,
        eventId: EVENT_ID,
        userId: 'anna',
        seats: [1, 2].map((number) => ({ seatId: seat(number), tier: 'standard', priceMinor: PRICE })),
        amountMinor: 2 * PRICE,
        currency: 'EUR',
        state: 'created',
        attempts: 0,
        declines: [],
        charges: [],
        createdAtMs: sale.nowMs,
        payUntilMs: sale.nowMs + EVENT.payTtlMs,
        expiresAtMs: sale.nowMs + EVENT.payTtlMs + EVENT.payGraceMs,
        ver: 1,
        updatedAtMs: sale.nowMs,
      });
      expect(await sale.store.getPayment(payment.paymentId)).toEqual(payment);
      expect(await sale.store.readDue(payment.payUntilMs, 10)).toEqual([
        { dueAtMs: payment.payUntilMs, paymentId: payment.paymentId },
      ]);
      expect(await sale.store.readDue(payment.payUntilMs - 1, 10)).toEqual([]);
    });

    test('session, place, live session and seats all get the fresh window', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { newcomerPlaces: [0] });
      await sale.hold(session, [seat(1)]);
      sale.nowMs = session.expiresAtMs - 1000;
      const outcome = await sale.checkout(session);
      if (outcome.kind !== 'started') throw new Error(outcome.kind);
      const { expiresAtMs } = outcome.payment;
      expect(outcome.session).toMatchObject({ state: 'checkout', expiresAtMs, heldCount: 1, ver: 3 });
      sale.nowMs = expiresAtMs - 1;
      expect(await sale.start('ben', { newcomerPlaces: [0] })).toMatchObject({ kind: 'full' });
      expect(await sale.start('anna', { token: 'other', admissionsPerUser: 2 })).toMatchObject({
        kind: 'liveSession',
      });
      const carla = await sale.shopper('carla', { newcomerPlaces: [1] });
      expect(await sale.hold(carla, [seat(1)])).toMatchObject({ kind: 'seatsTaken' });
      sale.nowMs = expiresAtMs;
      expect(await sale.hold(carla, [seat(1)])).toMatchObject({ kind: 'held' });
    });

    test('beginning twice finds the checkout that was begun, with or without a key and an old pass', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)]);
      const first = await sale.checkout(session, keyed('key-1'));
      if (first.kind !== 'started') throw new Error(first.kind);
      const { payment } = first;
      expect(await sale.checkout(session, keyed('key-1'))).toMatchObject({ kind: 'existing', payment });
      expect(await sale.checkout(session)).toMatchObject({ kind: 'existing', payment });
      expect(await sale.checkout(first.session)).toMatchObject({ kind: 'existing', payment });
      expect(await sale.due()).toEqual([payment.paymentId]);
    });

    test('there must be something to pay for, in a session that lives', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      expect(await sale.checkout(session)).toEqual({ kind: 'nothingHeld' });
      await sale.hold(session, [seat(1)]);
      expect(await sale.checkout({ ...session, userId: 'ben' })).toEqual({ kind: 'sessionUnknown' });
      const stale = { ...session, expiresAtMs: session.expiresAtMs - 1000 };
      expect(await sale.checkout(stale)).toEqual({ kind: 'passStale' });
      sale.nowMs = session.expiresAtMs;
      expect(await sale.checkout(session)).toEqual({ kind: 'sessionEnded', state: 'expired' });
    });

    test('seats lost to somebody whose clock was ahead are told, dropped, and nothing is frozen', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1), seat(2)]);
      sale.nowMs = anna.expiresAtMs - 2000;
      const ben = await sale.shopper('ben');
      sale.nowMs = anna.expiresAtMs;
      await sale.hold(ben, [seat(1)]);
      sale.nowMs = anna.expiresAtMs - 1000;
      const lost = { kind: 'seatsLost', seatIds: [seat(1)], session: { state: 'reservation', heldCount: 1 } };
      expect(await sale.checkout(anna, keyed('key-1'))).toMatchObject(lost);
      expect(await sale.checkout(anna, keyed('key-1'))).toMatchObject(lost);
      expect(await sale.due()).toEqual([]);
      expect(await sale.checkout(anna)).toMatchObject({ kind: 'started', payment: { amountMinor: PRICE } });
    });

    test('a session that a clock ahead held to be over gets no new window when its place or its user went on', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna', { newcomerPlaces: [7] });
      const carla = await sale.shopper('carla', { newcomerPlaces: [8] });
      await sale.hold(anna, [seat(1)]);
      await sale.hold(carla, [seat(2)]);
      sale.nowMs = anna.expiresAtMs;
      await sale.shopper('ben', { newcomerPlaces: [7] });
      await sale.shopper('carla', { newcomerPlaces: [9], token: 'second', admissionsPerUser: 2 });
      sale.nowMs = anna.expiresAtMs - 1000;
      const over = { kind: 'sessionEnded', state: 'expired' };
      expect(await sale.checkout(anna)).toEqual(over);
      expect(await sale.checkout(carla)).toEqual(over);
      expect(await sale.due()).toEqual([]);
      sale.nowMs = anna.expiresAtMs;
    });

    test('a seat lost to somebody else is released by dropping its reservation', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1), seat(2)]);
      sale.nowMs = anna.expiresAtMs - 2000;
      const ben = await sale.shopper('ben');
      sale.nowMs = anna.expiresAtMs;
      await sale.hold(ben, [seat(1)]);
      sale.nowMs = anna.expiresAtMs - 1000;
      expect(await sale.release(anna, [seat(1)])).toMatchObject({
        kind: 'released',
        seatIds: [seat(1)],
        session: { heldCount: 1 },
      });
      expect(await sale.hold(await sale.shopper('carla'), [seat(1)])).toMatchObject({ kind: 'seatsTaken' });
    });
  });

  describe('attempts to pay', () => {
    test('attempts are counted, and a repeat under its key is not another one', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      expect(await sale.attempt(payment, keyed('key-1'))).toMatchObject({
        kind: 'begun',
        payment: { attempts: 1, ver: 2 },
      });
      expect(await sale.attempt(payment, keyed('key-1'))).toMatchObject({
        kind: 'begun',
        payment: { attempts: 1 },
      });
      expect(await sale.attempt(payment, keyed('key-1', 'other'))).toEqual({ kind: 'keyReused' });
      expect(await sale.attempt(payment)).toMatchObject({ kind: 'begun', payment: { attempts: 2 } });
    });

    test('a declined card may be tried again within the window', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.attempt(payment);
      expect(await sale.declined(payment, 'ref-1')).toMatchObject({
        kind: 'declined',
        payment: { state: 'declined' },
      });
      expect(await sale.attempt(payment)).toMatchObject({
        kind: 'begun',
        payment: { state: 'created', attempts: 2 },
      });
      expect(await sale.pay(payment, 'ref-2')).toMatchObject({ kind: 'settled' });
    });

    test('a late decline of an earlier attempt does not decline the present one', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.attempt(payment);
      await sale.attempt(payment);
      expect(await sale.declined(payment, 'ref-1')).toMatchObject({ payment: { state: 'created' } });
      expect(await sale.declined(payment, 'ref-1')).toMatchObject({
        kind: 'known',
        payment: { state: 'created' },
      });
      expect(await sale.declined(payment, 'ref-2')).toMatchObject({ payment: { state: 'declined' } });
    });

    test('nobody begins to pay too late, too often, for another, or for what is paid or given up', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      expect(await sale.attempt({ ...payment, userId: 'ben' })).toEqual({ kind: 'paymentUnknown' });
      expect(await sale.attempt({ ...payment, paymentId: 'unheard-of' })).toEqual({ kind: 'paymentUnknown' });
      for (let number = 0; number < ATTEMPTS_MAX; number += 1) await sale.attempt(payment);
      expect(await sale.attempt(payment)).toMatchObject({
        kind: 'notPayable',
        payment: { attempts: ATTEMPTS_MAX },
      });
      const paid = await sale.payer('ben', [seat(2)]);
      await sale.pay(paid.payment, 'ref-1');
      expect(await sale.attempt(paid.payment)).toMatchObject({ kind: 'notPayable' });
      const voided = await sale.payer('carla', [seat(3)]);
      await sale.voided(voided.payment);
      expect(await sale.attempt(voided.payment)).toMatchObject({ kind: 'notPayable' });
      const late = await sale.payer('dora', [seat(4)]);
      sale.nowMs = late.payment.payUntilMs;
      expect(await sale.attempt(late.payment)).toMatchObject({ kind: 'notPayable' });
    });
  });
}
