import { afterAll, describe, expect, test } from 'vitest';
import { Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { freshTables, startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

const CLIENTS = 24;

describe.skipIf(dynamo === undefined)('many clients, each with connections and a memory of its own', () => {
  /** A sale, and clients as so many processes would open them, each with a shopper. */
  async function crowd() {
    const tables = await freshTables(dynamo);
    const sale = await Sale.open(tables.open());
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, number) => {
        const own = new Sale(tables.open());
        const session = await own.shopper(`user-${number}`, {
          sessionId: `session-${number}`,
          newcomerPlaces: [number],
        });
        return { own, session };
      }),
    );
    const stores = [sale.store, ...clients.map(({ own }) => own.store)];
    return { tables, sale, clients, close: () => Promise.all(stores.map((store) => store.close())) };
  }

  test('of all who want one seat exactly one gets it, and the others are told so', async () => {
    const { sale, clients, close } = await crowd();
    const outcomes = await Promise.all(clients.map(({ own, session }) => own.hold(session, [seat(1)])));
    const winners = clients.filter((_, number) => outcomes[number]?.kind === 'held');
    expect(winners).toHaveLength(1);
    const losers = outcomes.filter(({ kind }) => kind !== 'held');
    expect(losers).toEqual(losers.map(() => ({ kind: 'seatsTaken', seatIds: [seat(1)] })));
    expect((await sale.touched()).get(seat(1))).toMatchObject({
      availability: 'locked',
      sessionId: winners[0]?.session.sessionId,
      ver: 1,
    });
    expect(await sale.violations()).toEqual([]);
    await close();
  });

  test('seats wanted in pairs from all sides are sold in pairs or not at all', async () => {
    const { sale, clients, close } = await crowd();
    const outcomes = await Promise.all(
      clients.map(({ own, session }, number) =>
        own.hold(session, [seat(number % 9), seat((number + 4) % 9)]),
      ),
    );
    const held = outcomes.filter(({ kind }) => kind === 'held').length;
    expect(held).toBeGreaterThan(0);
    expect((await sale.touched()).size).toBe(2 * held);
    expect(await sale.violations()).toEqual([]);
    await close();
  });

  test('one session used from everywhere holds what it was told, within its limit', async () => {
    const { sale, clients, close } = await crowd();
    const session = clients[0]?.session;
    if (session === undefined) throw new Error('there is a shopper');
    const outcomes = await Promise.all(clients.map(({ own }, number) => own.hold(session, [seat(number)])));
    const told = outcomes.flatMap((outcome) => (outcome.kind === 'held' ? outcome.seatIds : []));
    expect(told).toHaveLength(session.seatLimit);
    const reservations = await sale.store.readReservations(session.sessionId);
    expect(reservations.map(({ seatId }) => seatId)).toEqual([...told].sort());
    expect(await sale.violations()).toEqual([]);
    await close();
  });

  test('one request sent by many processes under one key is done once', async () => {
    const { sale, clients, close } = await crowd();
    const session = clients[0]?.session;
    if (session === undefined) throw new Error('there is a shopper');
    const request = { key: 'key-1', requestHash: 'the same' };
    const outcomes = await Promise.all(
      clients.map(({ own }) => own.hold(session, [seat(1), seat(2)], request)),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        kind: 'held',
        seatIds: [seat(1), seat(2)],
        session: { heldCount: 2, ver: 2 },
      });
    expect(await sale.violations()).toEqual([]);
    await close();
  });
});
