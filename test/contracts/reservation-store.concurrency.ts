import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT_ID, keyed, seat } from './reservation-store.sale.ts';

export function describeConcurrency(context: StoreContext): void {
  describe('at the same moment', () => {
    test('of many who want one seat exactly one gets it', async () => {
      const sale = context.sale();
      const shoppers = [];
      for (let number = 0; number < 40; number += 1) {
        shoppers.push(await sale.shopper(`user-${number}`, { newcomerPlaces: [number] }));
      }
      const outcomes = await Promise.all(shoppers.map((session) => sale.hold(session, [seat(1)])));
      expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(1);
      const losers = outcomes.filter(({ kind }) => kind !== 'held');
      expect(losers).toEqual(losers.map(() => ({ kind: 'seatsTaken', seatIds: [seat(1)] })));
    });

    test('holds that overlap in a ring leave nobody with half', async () => {
      const sale = context.sale();
      const shoppers = [];
      for (let number = 0; number < 12; number += 1) {
        shoppers.push(await sale.shopper(`user-${number}`, { newcomerPlaces: [number] }));
      }
      await Promise.all(
        shoppers.map((session, number) => sale.hold(session, [seat(number), seat((number + 1) % 12)])),
      );
      for (const { sessionId } of shoppers) {
        const session = await sale.store.getSession(sessionId);
        expect([0, 2]).toContain(session?.heldCount);
        expect(await sale.store.readReservations(sessionId)).toHaveLength(session?.heldCount ?? -1);
      }
    });

    test('64 holds of one session respect its limit', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { seatLimit: 10 });
      const outcomes = await Promise.all(
        Array.from({ length: 32 }, (_, number) => [
          sale.hold(session, [seat(number)]),
          sale.hold(session, [seat(number, 'A10')]),
        ]).flat(),
      );
      expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(10);
      expect(outcomes.filter(({ kind }) => kind === 'limitReached')).toHaveLength(54);
      expect(await sale.store.readReservations(session.sessionId)).toHaveLength(10);
    });

    test('one request sent many times under one key is done once', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, () => sale.hold(session, [seat(1), seat(2)], keyed('key-1'))),
      );
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ kind: 'held', session: { heldCount: 2, ver: 2 } });
    });

    test('one token opens one session, and two tokens of a user one between them', async () => {
      const sale = context.sale();
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, number) =>
          sale.start('anna', { token: `token-${number % 2}`, admissionsPerUser: 9 }),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(1);
      expect(await sale.store.readSessions('anna', EVENT_ID)).toHaveLength(1);
    });

    test('no more sessions live than there are places', async () => {
      const sale = context.sale();
      const newcomerPlaces = Array.from({ length: 10 }, (_, number) => number);
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, number) => sale.start(`user-${number}`, { newcomerPlaces })),
      );
      expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(10);
      expect(outcomes.filter(({ kind }) => kind === 'full')).toHaveLength(30);
    });

    test('a charge is settled once, and void and approval cannot both win', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.approved(payment, 'ref-1');
      const settled = await Promise.all(Array.from({ length: 8 }, () => sale.settle(payment, 'ref-1')));
      expect(settled.filter(({ kind }) => kind === 'settled')).toHaveLength(1);

      const other = await sale.payer('ben', [seat(2)]);
      const [word, voided] = await Promise.all([
        sale.approved(other.payment, 'ref-1'),
        sale.voided(other.payment),
      ]);
      expect(word).toMatchObject({ kind: 'approved' });
      const { kind } = await sale.settle(other.payment, 'ref-1');
      expect(kind).toBe(voided.kind === 'voided' ? 'refundDue' : 'settled');
    });

    test('checkout and release of one session do not sell a seat that was given back', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1), seat(2)]);
      const [checkout, release] = await Promise.all([
        sale.checkout(session),
        sale.release(session, [seat(1)]),
      ]);
      if (checkout.kind !== 'started') throw new Error(checkout.kind);
      expect(checkout.payment.seats).toHaveLength(release.kind === 'released' ? 1 : 2);
      expect(await sale.pay(checkout.payment, 'ref-1')).toMatchObject({ kind: 'settled' });
    });
  });
}
