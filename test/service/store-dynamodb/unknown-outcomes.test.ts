import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentRecord, SessionRecord } from '../../../src/core/reservation/index.ts';
import type { DynamoStore } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { EVENT_ID, keyed, Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, type LocalDynamo, startDynamo } from '../../support/dynamodb.ts';
import { type DynamoProxy, type Mischief, startProxy } from './proxy.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

/** How long a store waits for an answer here, and how late a late one is. */
const TIMEOUT_MS = 250;
const LATE_MS = 400;

const LOST: readonly Mischief[] = ['dropAnswer', 'lateAnswer', 'serverError'];
const ANY: readonly Mischief[] = [...LOST, 'dropRequest', 'throttle'];

describe.skipIf(dynamo === undefined)('when answers of DynamoDB are lost', () => {
  let proxy: DynamoProxy;
  let tables: FreshTables;
  let store: DynamoStore;
  let sale: Sale;

  beforeAll(async () => {
    proxy = await startProxy((dynamo as LocalDynamo).connection.endpoint, LATE_MS);
  });
  afterAll(() => proxy.close());
  beforeEach(async () => {
    tables = await freshTables(dynamo);
    sale = await Sale.open(tables.open());
    store = behindProxy();
    sale.store = store;
  });
  afterEach(async () => {
    proxy.plant(undefined);
    expect(await sale.violations()).toEqual([]);
    await store.close();
  });

  function behindProxy(patienceMs = 60_000): DynamoStore {
    const { connection } = tables.options;
    return tables.open({
      patienceMs,
      connection: { ...connection, endpoint: proxy.endpoint, requestTimeoutMs: TIMEOUT_MS },
    });
  }

  /** Does this to the next transactions, one after the other. */
  function next(...mischiefs: readonly Mischief[]): void {
    const left = [...mischiefs];
    proxy.plant(({ operation }) => (operation === 'TransactWriteItems' ? (left.shift() ?? 'pass') : 'pass'));
  }

  test.each(LOST)(
    'a hold that was done before its answer was lost (%s) is answered once it is known',
    async (mischief) => {
      const session = await sale.shopper('anna');
      proxy.forget();
      next(mischief);
      expect(await sale.hold(session, [seat(1), seat(2)], keyed('key-1'))).toMatchObject({
        kind: 'held',
        session: { heldCount: 2, ver: 2 },
      });
      const sent = proxy.passed.filter(({ operation }) => operation === 'TransactWriteItems');
      expect(sent.length).toBeGreaterThan(1);
      // The same request under the same token, so that it is one transaction however often it is sent.
      for (const { body } of sent) expect(body).toEqual(sent[0]?.body);
    },
  );

  test('a request that never arrived, and one that was throttled, are sent again', async () => {
    const session = await sale.shopper('anna');
    next('dropRequest', 'throttle');
    expect(await sale.hold(session, [seat(1)])).toMatchObject({ kind: 'held', session: { heldCount: 1 } });
  });

  test.each(LOST)('every command survives it (%s), and does what it does once', async (mischief) => {
    next(mischief);
    const session = await sale.shopper('anna', { newcomerPlaces: [0] });
    next(mischief);
    await sale.hold(session, [seat(1), seat(2), seat(3)]);
    next(mischief);
    expect(await sale.release(session, [seat(3)])).toMatchObject({ kind: 'released', seatIds: [seat(3)] });
    next(mischief);
    const checkout = await sale.checkout(session);
    if (checkout.kind !== 'started') throw new Error(checkout.kind);
    next(mischief);
    expect(await sale.attempt(checkout.payment)).toMatchObject({ kind: 'begun', payment: { attempts: 1 } });
    next(mischief);
    expect(await sale.approved(checkout.payment, 'ref-1')).toMatchObject({ kind: 'approved' });
    next(mischief);
    expect(await sale.settle(checkout.payment, 'ref-1')).toMatchObject({ kind: 'settled' });
    const other = await sale.shopper('ben', { newcomerPlaces: [0] });
    next(mischief);
    expect(await sale.cancel(other)).toMatchObject({ kind: 'cancelled' });
    expect(await store.freePlaces(EVENT_ID, 1, sale.nowMs)).toEqual([0]);
  });

  test('when patience ends the outcome is not guessed, and repeating the command finds out', async () => {
    const session = await sale.shopper('anna');
    const hasty = behindProxy(600);
    sale.store = hasty;
    proxy.plant(({ operation }) => (operation === 'TransactWriteItems' ? 'dropAnswer' : 'pass'));
    await expect(sale.hold(session, [seat(1)], keyed('key-1'))).rejects.toThrow(
      /outcome is not known; repeating the command is safe/,
    );
    proxy.plant(undefined);
    const again = await sale.hold(session, [seat(1)], keyed('key-1'));
    expect(again).toMatchObject({ kind: 'held', seatIds: [seat(1)], session: { heldCount: 1, ver: 2 } });
    await hasty.close();
    sale.store = store;
  });

  test('a sale in which a third of all answers goes astray sells nothing twice and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(99)), async (dice) => {
        tables = await freshTables(dynamo);
        sale = await Sale.open(tables.open());
        const stores = [behindProxy(), behindProxy(), behindProxy()];
        proxy.plant(() => {
          const { value } = dice.next();
          return value < 33 ? (ANY[value % ANY.length] ?? 'pass') : 'pass';
        });
        const owners = new Map<string, string[]>();
        await Promise.all(
          Array.from({ length: 9 }, (_, number) => shop(stores[number % 3] ?? store, number, owners)),
        );
        proxy.plant(undefined);
        expect(await sale.violations()).toEqual([]);
        for (const [seatId, sessions] of owners) expect(sessions, seatId).toHaveLength(1);
        for await (const item of sale.store.scan()) {
          if (item.type !== 'seat' || item.record.availability !== 'reserved') continue;
          expect(owners.get(item.record.seatId)).toEqual([item.record.sessionId]);
        }
        await Promise.all(stores.map((one) => one.close()));
        sale.store = store;
      }),
      { numRuns: 2 },
    );
  });

  /** One buyer who wants three seats of a few that everybody wants, and pays for what they got. Notes down what they were told is theirs. */
  async function shop(own: DynamoStore, number: number, owners: Map<string, string[]>): Promise<void> {
    const buyer = new Sale(own);
    const session: SessionRecord = await buyer.shopper(`user-${number}`, {
      sessionId: `session-of-${number}`,
      newcomerPlaces: [number],
    });
    for (let wish = 0; wish < 3; wish += 1)
      await buyer.hold(session, [seat((number + 5 * wish) % 12)], keyed(`wish-${wish}`));
    await buyer.release(session, [seat(number % 12)], keyed('release'));
    const checkout = await own.startCheckout({
      claim: buyer.claim(session),
      paymentId: `payment-of-${number}`,
      currency: 'EUR',
      request: null,
      nowMs: buyer.nowMs,
      payUntilMs: buyer.nowMs + 300_000,
      expiresAtMs: buyer.nowMs + 420_000,
      dueAtMs: buyer.nowMs + 300_000,
    });
    if (checkout.kind !== 'started') return;
    const payment: PaymentRecord = checkout.payment;
    expect(await buyer.pay(payment, 'charge-1')).toMatchObject({ kind: 'settled' });
    for (const { seatId } of payment.seats)
      owners.set(seatId, [...(owners.get(seatId) ?? []), session.sessionId]);
  }

  test('what cannot be reached is told in one line, at once', async () => {
    const nowhere = tables.open({
      connection: { ...tables.options.connection, endpoint: 'http://127.0.0.1:9' },
    });
    await expect(nowhere.ping()).rejects.toThrow(StoreUnavailableError);
    await expect(nowhere.ping()).rejects.toThrow(/ECONNREFUSED.*Check the endpoint/);
    const elsewhere = tables.open({ prefix: 'nobody-made-' });
    await expect(elsewhere.ping()).rejects.toThrow(
      /nobody-made-Seats.*create them \(`tix seed --create-tables`\)/,
    );
    await Promise.all([nowhere.close(), elsewhere.close()]);
  });
});
