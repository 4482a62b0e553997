import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT, EVENT_ID, seat } from './reservation-store.sale.ts';

export function describeLog(context: StoreContext): void {
  describe('the change log', () => {
    test('tells every change of seats, sessions and payments, in the order of commits, without a gap', async () => {
      const sale = context.sale();
      const { session, payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'ref-1');
      const changes = await sale.store.readChanges(0, 1_000);
      expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => index + 1));
      expect(await sale.store.lastChangeSeq()).toBe(changes.length);
      const { sessionId } = session;
      expect(changes[0]?.body).toEqual({
        kind: 'event',
        eventId: session.eventId,
        name: EVENT.name,
        venueHash: EVENT.venueHash,
      });
      const told = changes.flatMap(({ body }) =>
        body.kind === 'event'
          ? []
          : [[body.kind, body.kind === 'seat' ? body.availability : body.state, body.ver]],
      );
      expect(told.filter(([kind]) => kind === 'session')).toEqual([
        ['session', 'reservation', 1],
        ['session', 'reservation', 2],
        ['session', 'checkout', 3],
        ['session', 'finalised', 4],
      ]);
      expect(told.filter(([kind]) => kind === 'seat')).toEqual([
        ['seat', 'locked', 1],
        ['seat', 'locked', 2],
        ['seat', 'reserved', 3],
      ]);
      expect(told.filter(([kind]) => kind === 'payment')).toEqual([
        ['payment', 'created', 1],
        ['payment', 'approved', 2],
        ['payment', 'settled', 3],
      ]);
      expect(changes.find(({ body }) => body.kind === 'seat')).toEqual({
        seq: 3,
        atMs: sale.nowMs,
        body: {
          kind: 'seat',
          eventId: session.eventId,
          sectionId: 'A1',
          seatId: seat(1),
          availability: 'locked',
          expiresAtMs: sale.nowMs + 600_000,
          sessionId,
          ver: 1,
        },
      });
    });

    test('is read on from anywhere, so many changes at a time', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1), seat(2), seat(3)]);
      const all = await sale.store.readChanges(0, 100);
      expect(all).toHaveLength(6);
      for (let after = 0; after <= all.length; after += 1) {
        expect(await sale.store.readChanges(after, 2)).toEqual(all.slice(after, after + 2));
      }
    });

    test('tells that an event is new, and that it is called something else', async () => {
      const sale = context.sale();
      const seq = await sale.store.lastChangeSeq();
      await sale.store.renameEvent(EVENT_ID, 'Cup final, replay', sale.nowMs);
      await sale.store.renameEvent(EVENT_ID, 'Cup final, replay', sale.nowMs);
      const { venueHash } = EVENT;
      expect(await sale.store.readChanges(seq, 10)).toEqual([
        {
          seq: seq + 1,
          atMs: sale.nowMs,
          body: { kind: 'event', eventId: EVENT_ID, name: 'Cup final, replay', venueHash },
        },
      ]);
    });

    test('says nothing of commands that changed nothing', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(1)]);
      const seq = await sale.store.lastChangeSeq();
      await sale.hold(session, [seat(1)]);
      await sale.release(session, [seat(5)]);
      await sale.hold(await sale.shopper('ben'), [seat(1)]);
      expect(await sale.store.readChanges(seq, 10)).toHaveLength(1);
    });

    test('forgets what every consumer has passed, and numbers on', async () => {
      const sale = context.sale();
      const { store } = sale;
      const session = await sale.shopper('anna');
      for (let number = 0; number < 5; number += 1) await sale.hold(session, [seat(number)]);
      const seq = await store.lastChangeSeq();
      await store.commitCursor('slow', 3);
      await store.commitCursor('quick', seq);
      expect(await store.readCursor('slow')).toBe(3);
      expect(await store.readCursor('unheard-of')).toBe(0);
      expect((await store.readChanges(3, 1))[0]?.seq).toBe(4);
      await store.commitCursor('slow', seq);
      expect(await store.lastChangeSeq()).toBe(seq);
      const [oldest] = await store.readChanges(0, 1);
      expect(oldest?.seq).toBeGreaterThan(4);
      await sale.hold(session, [seat(9)]);
      expect((await store.readChanges(seq, 10)).map((change) => change.seq)).toEqual([seq + 1, seq + 2]);
    });
  });
}
