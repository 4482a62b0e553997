import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT_ID, keyed, PRICE, seat } from './reservation-store.sale.ts';

export function describeHolds(context: StoreContext): void {
  describe('holds', () => {
    test('a hold locks its seats for the session until the session ends', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      const outcome = await sale.hold(session, [seat(2), seat(1)]);
      expect(outcome).toEqual({
        kind: 'held',
        seatIds: [seat(2), seat(1)],
        session: { ...session, heldCount: 2, ver: 2, updatedAtMs: sale.nowMs },
      });
      const { sessionId, expiresAtMs } = session;
      const locked = { availability: 'locked', sessionId, expiresAtMs, ver: 1 };
      if (context.capabilities.consistentSections) {
        expect(await sale.touched()).toEqual(
          new Map([1, 2].map((number) => [seat(number), { seatId: seat(number), ...locked }])),
        );
      }
      expect(await sale.store.readReservations(sessionId)).toEqual(
        [1, 2].map((number) => ({
          sessionId,
          seatId: seat(number),
          eventId: EVENT_ID,
          userId: 'anna',
          state: 'locked',
          tier: 'standard',
          priceMinor: PRICE,
          createdAtMs: sale.nowMs,
          paymentId: null,
        })),
      );
    });

    test('a hold of several seats is all or nothing, and a refusal names exactly the seats taken', async () => {
      const sale = context.sale();
      await sale.hold(await sale.shopper('anna'), [seat(2), seat(4)]);
      const ben = await sale.shopper('ben');
      const before = await sale.items();
      const outcome = await sale.hold(ben, [seat(1), seat(4), seat(3), seat(2)]);
      expect(outcome).toEqual({ kind: 'seatsTaken', seatIds: [seat(4), seat(2)] });
      expect(await sale.items()).toEqual(before);
    });

    test('sold seats are taken', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'charge-1');
      sale.wait(86_400);
      expect(await sale.hold(await sale.shopper('ben'), [seat(1)])).toEqual({
        kind: 'seatsTaken',
        seatIds: [seat(1)],
      });
    });

    test('unknown seats are named', async () => {
      const sale = context.sale();
      const outcome = await sale.hold(await sale.shopper('anna'), [seat(1), 'A1#B9#R9#S9']);
      expect(outcome).toEqual({ kind: 'seatsUnknown', seatIds: ['A1#B9#R9#S9'] });
    });

    test('seats that are mine already are held, and cost nothing of the limit', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { seatLimit: 3 });
      await sale.hold(session, [seat(1), seat(2)]);
      expect(await sale.hold(session, [seat(2), seat(3), seat(1)])).toMatchObject({
        kind: 'held',
        seatIds: [seat(2), seat(3), seat(1)],
        session: { heldCount: 3, ver: 3 },
      });
      const before = await sale.items();
      expect(await sale.hold(session, [seat(1), seat(3)])).toMatchObject({
        kind: 'held',
        session: { ver: 3 },
      });
      expect(await sale.items()).toEqual(before);
    });

    test('no session holds more than its limit, and that is told before taken seats', async () => {
      const sale = context.sale();
      await sale.hold(await sale.shopper('ben'), [seat(9)]);
      const session = await sale.shopper('anna', { seatLimit: 3 });
      await sale.hold(session, [seat(1), seat(2)]);
      expect(await sale.hold(session, [seat(3), seat(9)])).toEqual({
        kind: 'limitReached',
        seatLimit: 3,
        heldCount: 2,
      });
      expect(await sale.hold(session, [seat(3)])).toMatchObject({ kind: 'held' });
    });

    test('a session may hold 45 seats at once and pay for them', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { seatLimit: 45 });
      const seatIds = Array.from({ length: 45 }, (_, number) => seat(number));
      expect(await sale.hold(session, seatIds)).toMatchObject({ kind: 'held', session: { heldCount: 45 } });
      const checkout = await sale.checkout(session);
      if (checkout.kind !== 'started') throw new Error(checkout.kind);
      expect(await sale.pay(checkout.payment, 'charge-1')).toMatchObject({ kind: 'settled' });
    });

    test('a lapsed lock is free for anybody, from the very moment of its end', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1)]);
      sale.nowMs = anna.expiresAtMs - 1000;
      const ben = await sale.shopper('ben');
      sale.nowMs = anna.expiresAtMs - 1;
      expect(await sale.hold(ben, [seat(1)])).toEqual({ kind: 'seatsTaken', seatIds: [seat(1)] });
      sale.nowMs = anna.expiresAtMs;
      expect(await sale.hold(ben, [seat(1)])).toMatchObject({ kind: 'held' });
      expect(await sale.hold(anna, [seat(2)])).toEqual({ kind: 'sessionEnded', state: 'expired' });
      expect(await sale.release(anna, [seat(1)])).toEqual({ kind: 'sessionEnded', state: 'expired' });
      if (context.capabilities.consistentSections) {
        expect((await sale.touched()).get(seat(1))).toMatchObject({ sessionId: ben.sessionId, ver: 2 });
      }
    });

    test('only the session a pass speaks of acts: its user, its event, its present window, its state', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      expect(await sale.hold({ ...session, userId: 'ben' }, [seat(1)])).toEqual({ kind: 'sessionUnknown' });
      expect(await sale.hold({ ...session, eventId: 'semi-final' }, [seat(1)])).toEqual({
        kind: 'sessionUnknown',
      });
      expect(await sale.hold({ ...session, sessionId: 'unheard-of' }, [seat(1)])).toEqual({
        kind: 'sessionUnknown',
      });
      const stale = { ...session, expiresAtMs: session.expiresAtMs - 1000 };
      expect(await sale.hold(stale, [seat(1)])).toEqual({ kind: 'passStale' });
      await sale.hold(session, [seat(1)]);
      await sale.checkout(session);
      expect(await sale.hold(session, [seat(2)])).toEqual({ kind: 'wrongState', state: 'checkout' });
      expect(await sale.release(session, [seat(1)])).toEqual({ kind: 'wrongState', state: 'checkout' });
    });
  });

  describe('releases', () => {
    test('a released seat is available to others at once', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1), seat(2)]);
      expect(await sale.release(session, [seat(1)])).toMatchObject({
        kind: 'released',
        seatIds: [seat(1)],
        session: { heldCount: 1, ver: 3 },
      });
      expect(await sale.store.readReservations(session.sessionId)).toHaveLength(1);
      expect(await sale.hold(await sale.shopper('ben'), [seat(1)])).toMatchObject({ kind: 'held' });
    });

    test('releasing twice, or what one never had, changes nothing', async () => {
      const sale = context.sale();
      const ben = await sale.shopper('ben');
      await sale.hold(ben, [seat(5)]);
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)]);
      await sale.release(session, [seat(1)]);
      const before = await sale.items();
      expect(await sale.release(session, [seat(1), seat(5), seat(6), 'A1#B9#R9#S9'])).toMatchObject({
        kind: 'released',
        seatIds: [],
        session: { ver: 3 },
      });
      expect(await sale.items()).toEqual(before);
    });
  });

  describe('idempotency', () => {
    test('a request repeated under its key is answered again and done once', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      const first = await sale.hold(session, [seat(1)], keyed('key-1'));
      const before = await sale.items();
      expect(await sale.hold(session, [seat(1)], keyed('key-1'))).toEqual(first);
      expect(await sale.items()).toEqual(before);
    });

    test('a repeat is answered as the first time although the seats were released since', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)], keyed('key-1', 'hold'));
      await sale.release(session, [seat(1)], keyed('key-2', 'release'));
      expect(await sale.hold(session, [seat(1)], keyed('key-1', 'hold'))).toMatchObject({
        kind: 'held',
        seatIds: [seat(1)],
        session: { heldCount: 0 },
      });
      expect(await sale.release(session, [seat(1)], keyed('key-2', 'release'))).toMatchObject({
        kind: 'released',
        seatIds: [seat(1)],
      });
      expect(await sale.store.readReservations(session.sessionId)).toEqual([]);
    });

    test('a key used for another request is refused', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)], keyed('key-1', 'one'));
      expect(await sale.hold(session, [seat(2)], keyed('key-1', 'two'))).toEqual({ kind: 'keyReused' });
      expect(await sale.release(session, [seat(1)], keyed('key-1', 'three'))).toEqual({ kind: 'keyReused' });
      expect(await sale.checkout(session, keyed('key-1', 'four'))).toEqual({ kind: 'keyReused' });
    });

    test('the last eight keys are remembered', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      for (let number = 1; number <= 9; number += 1) {
        await sale.hold(session, [seat(number)], keyed(`key-${number}`, `${number}`));
      }
      const stored = await sale.store.getSession(session.sessionId);
      expect(stored?.idempotency.map(({ key }) => key)).toEqual(
        Array.from({ length: 8 }, (_, index) => `key-${index + 2}`),
      );
      expect(await sale.hold(session, [seat(9)], keyed('key-9', 'other'))).toEqual({ kind: 'keyReused' });
      expect(await sale.hold(session, [seat(10)], keyed('key-1', 'other'))).toMatchObject({ kind: 'held' });
    });

    test('a refusal is not remembered: the same request may succeed later', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1)]);
      const ben = await sale.shopper('ben');
      expect(await sale.hold(ben, [seat(1)], keyed('key-1'))).toMatchObject({ kind: 'seatsTaken' });
      await sale.release(anna, [seat(1)]);
      expect(await sale.hold(ben, [seat(1)], keyed('key-1'))).toMatchObject({ kind: 'held' });
    });

    test('a key remembered does not make a new version of what is held', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)]);
      expect(await sale.hold(session, [seat(1)], keyed('key-1'))).toMatchObject({ session: { ver: 2 } });
    });

    test('every change of a seat counts its version up by one, giving it back included', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      const version = async () => (await sale.touched()).get(seat(1))?.ver;
      await sale.hold(anna, [seat(1)]);
      expect(await version()).toBe(1);
      await sale.release(anna, [seat(1)]);
      expect(await version()).toBe(2);
      await sale.hold(anna, [seat(1)]);
      expect(await version()).toBe(3);
    });

    test('a key under which held seats were asked for again is remembered like any other', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1)]);
      await sale.hold(anna, [seat(1)], keyed('key-1'));
      await sale.release(anna, [seat(1)]);
      expect(await sale.hold(anna, [seat(1)], keyed('key-1'))).toMatchObject({
        kind: 'held',
        session: { heldCount: 0 },
      });
      expect((await sale.touched()).get(seat(1))).toMatchObject({ availability: 'available' });
    });

    test('a seat that changed hands by a clock ahead and came back counts once', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna');
      await sale.hold(anna, [seat(1)]);
      sale.nowMs = anna.expiresAtMs - 2000;
      const ben = await sale.shopper('ben');
      sale.nowMs = anna.expiresAtMs;
      await sale.hold(ben, [seat(1)]);
      sale.nowMs = anna.expiresAtMs - 1000;
      await sale.release(ben, [seat(1)]);
      expect(await sale.hold(anna, [seat(1)])).toMatchObject({ kind: 'held', session: { heldCount: 1 } });
    });
  });
}
