import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT_ID, keyed, seat } from './reservation-store.sale.ts';

const MANY = 1_000;

export function describeDurability(context: StoreContext): void {
  describe('what was answered', () => {
    test('is there after the store was closed and opened again', async () => {
      const { reopen } = context.underTest();
      if (reopen === undefined) throw new Error('a durable store can be opened again');
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1)]);
      await sale.pay(payment, 'ref-1');
      await sale.payer('ben', [seat(2)]);
      await sale.hold(await sale.shopper('carla'), [seat(3), seat(4)], keyed('key-1'));
      await sale.store.commitCursor('reader', 2);
      const before = await sale.items();
      const seq = await sale.store.lastChangeSeq();
      sale.store = await reopen();
      expect(await sale.items()).toEqual(before);
      expect(await sale.store.getVenue('hall-1')).toBe('{"name":"hall"}');
      expect(await sale.store.lastChangeSeq()).toBe(seq);
      expect(await sale.store.readCursor('reader')).toBe(2);
      expect(await sale.store.readSessions('carla', EVENT_ID)).toHaveLength(1);
    });
  });
}

export function describeAtomicity(context: StoreContext): void {
  const planter = () => {
    const { plant } = context.underTest();
    if (plant === undefined) throw new Error('a store with write faults says how to plant one');
    return plant;
  };

  describe('code that throws between two writes', () => {
    test('leaves nothing half written, wherever it throws', async () => {
      const plant = planter();
      const sale = context.sale();
      const session = await sale.shopper('anna');
      await sale.hold(session, [seat(9)]);
      const commands = {
        start: () => sale.start('ben'),
        hold: () => sale.hold(session, [seat(1), seat(2)], keyed('key-1')),
        release: () => sale.release(session, [seat(9)], keyed('key-2')),
        checkout: () => sale.checkout(session),
      };
      for (const [name, command] of Object.entries(commands)) {
        const before = await sale.items();
        const seq = await sale.store.lastChangeSeq();
        let nth = 1;
        for (; nth < MANY; nth += 1) {
          plant((write) => write === nth);
          const failed = await command().then(
            () => false,
            () => true,
          );
          plant(undefined);
          if (!failed) break;
          expect(await sale.items(), `${name}, write ${nth}`).toEqual(before);
          expect(await sale.store.lastChangeSeq()).toBe(seq);
        }
        expect(nth).toBeGreaterThan(3);
        expect(nth).toBeLessThan(MANY);
      }
      expect(await sale.store.readReservations(session.sessionId)).toHaveLength(2);
    });

    test('fails alone: commands committed together with it succeed', async () => {
      const plant = planter();
      const sale = context.sale();
      const shoppers = [await sale.shopper('anna'), await sale.shopper('ben'), await sale.shopper('carla')];
      plant((_, write) => isAbout(write, seat(1)));
      const results = await Promise.allSettled(
        shoppers.map((session, number) => sale.hold(session, [seat(number)])),
      );
      plant(undefined);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      for (const [number, { sessionId }] of shoppers.entries()) {
        expect(await sale.store.readReservations(sessionId)).toHaveLength(number === 1 ? 0 : 1);
      }
    });
  });
}

function isAbout(write: unknown, seatId: string): boolean {
  return JSON.stringify(write).includes(`"${seatId}"`);
}
