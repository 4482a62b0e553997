import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DynamoStore } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { EVENT, keyed, PRICE, Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, type LocalDynamo, startDynamo } from '../../support/dynamodb.ts';
import { type DynamoProxy, startProxy } from './proxy.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

interface Action {
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ConditionExpression?: string;
}

describe.skipIf(dynamo === undefined)('round trips to DynamoDB', () => {
  let proxy: DynamoProxy;
  let tables: FreshTables;
  let store: DynamoStore;
  let sale: Sale;

  beforeAll(async () => {
    proxy = await startProxy((dynamo as LocalDynamo).connection.endpoint, 0);
  });
  afterAll(() => proxy.close());
  beforeEach(async () => {
    tables = await freshTables(dynamo);
    store = open();
    sale = await Sale.open(store);
  });
  afterEach(async () => {
    expect(await sale.violations()).toEqual([]);
    await store.close();
  });

  /** A store as another process would open it, behind the proxy. */
  function open(): DynamoStore {
    return tables.open({ connection: { ...tables.options.connection, endpoint: proxy.endpoint } });
  }

  function operations(): string[] {
    return proxy.passed.map(({ operation }) => operation);
  }

  function actions(): Action[] {
    const items = proxy.passed[0]?.body.TransactItems as Record<string, Action>[];
    return items.flatMap((item) => Object.values(item));
  }

  test.each([1, 2, 10, 45])(
    'a hold of %i seats is one transaction of 1 + 2N actions, and nothing else',
    async (count) => {
      const session = await sale.shopper('anna', { seatLimit: 45 });
      proxy.forget();
      const seatIds = Array.from({ length: count }, (_, number) => seat(number));
      expect(await sale.hold(session, seatIds, keyed('key-1'))).toMatchObject({ kind: 'held' });
      expect(operations()).toEqual(['TransactWriteItems']);
      expect(proxy.passed[0]?.body.ClientRequestToken).toMatch(/^[\w-]{36}$/);
      expect(actions()).toHaveLength(1 + 2 * count);
      for (const action of actions()) {
        expect(action.ReturnValuesOnConditionCheckFailure).toBe('ALL_OLD');
        expect(action.ConditionExpression).toEqual(expect.any(String));
      }
    },
  );

  test('every hold and release of a session is one round trip, and tells the session as it is', async () => {
    const session = await sale.shopper('anna');
    proxy.forget();
    await sale.hold(session, [seat(1), seat(2)]);
    await sale.release(session, [seat(1)], keyed('key-1'));
    const outcome = await sale.hold(session, [seat(3)], keyed('key-2'));
    expect(operations()).toEqual(['TransactWriteItems', 'TransactWriteItems', 'TransactWriteItems']);
    if (outcome.kind !== 'held') throw new Error(outcome.kind);
    expect(outcome.session).toEqual(await store.getSession(session.sessionId));
    expect(outcome.session).toMatchObject({ heldCount: 2, ver: 4 });
  });

  test('a refusal costs no more than the transaction that was refused', async () => {
    await sale.hold(await sale.shopper('anna'), [seat(1), seat(4)]);
    const ben = await sale.shopper('ben');
    proxy.forget();
    expect(await sale.hold(ben, [seat(1), seat(2), seat(4)])).toEqual({
      kind: 'seatsTaken',
      seatIds: [seat(1), seat(4)],
    });
    expect(operations()).toEqual(['TransactWriteItems']);
  });

  test('seats that are the session’s already are told from the refusal, and only the new ones are tried again', async () => {
    const session = await sale.shopper('anna', { seatLimit: 3 });
    const other = open();
    const claim = sale.claim(session);
    const wanted = (...ids: string[]) =>
      ids.map((seatId) => ({ seatId, tier: 'standard', priceMinor: PRICE }));
    await other.hold({ claim, seats: wanted(seat(1), seat(2)), request: null, nowMs: sale.nowMs });
    proxy.forget();
    expect(await sale.hold(session, [seat(1), seat(2), seat(3)])).toMatchObject({
      kind: 'held',
      session: { heldCount: 3, ver: 3 },
    });
    expect(operations()).toEqual(['TransactWriteItems', 'TransactWriteItems']);
    await other.close();
  });

  test('a process that does not know the session reads it after its hold, never before', async () => {
    const session = await sale.shopper('anna');
    await sale.hold(session, [seat(1)], keyed('key-1'));
    const other = open();
    sale.store = other;
    proxy.forget();
    const outcome = await sale.hold(session, [seat(2)], keyed('key-2'));
    expect(operations()).toEqual(['TransactWriteItems', 'GetItem']);
    expect(actions()).toHaveLength(3);
    expect(outcome).toMatchObject({
      kind: 'held',
      session: { heldCount: 2, ver: 3, placeNo: session.placeNo },
    });
    if (outcome.kind !== 'held') throw new Error(outcome.kind);
    expect(outcome.session.idempotency.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
    sale.store = store;
    // What this process remembers is out of date now; the transaction says so, and the answer is right.
    proxy.forget();
    expect(await sale.hold(session, [seat(3)])).toMatchObject({
      kind: 'held',
      session: { heldCount: 3, ver: 4 },
    });
    expect(operations()).toEqual(['TransactWriteItems', 'TransactWriteItems']);
    await other.close();
  });

  test('the last eight keys are remembered by a process that knows none of them', async () => {
    const session = await sale.shopper('anna');
    for (let number = 1; number <= 10; number += 1) {
      const other = tables.open({ sessionsRemembered: 0 });
      sale.store = other;
      await sale.hold(session, [seat(number)], keyed(`key-${number}`, `${number}`));
      await other.close();
    }
    sale.store = store;
    const stored = await store.getSession(session.sessionId);
    const keys = Array.from({ length: 8 }, (_, index) => `key-${index + 3}`);
    expect(stored?.idempotency.map(({ key }) => key)).toEqual(keys);
    expect(stored?.idempotency.at(-1)).toEqual({ key: 'key-10', requestHash: '10', seatIds: [seat(10)] });
    expect(await sale.hold(session, [seat(10)], keyed('key-10', 'other'))).toEqual({ kind: 'keyReused' });
  });

  test('the price that is held is the seat’s, whatever the caller takes it for', async () => {
    const session = await sale.shopper('anna');
    const outcome = await store.hold({
      claim: sale.claim(session),
      seats: [{ seatId: seat(1), tier: 'cheap', priceMinor: 1 }],
      request: null,
      nowMs: sale.nowMs,
    });
    expect(outcome).toMatchObject({ kind: 'held' });
    expect(await store.readReservations(session.sessionId)).toMatchObject([
      { tier: 'standard', priceMinor: PRICE },
    ]);
  });

  test('more seats than one transaction takes are refused in so many words', async () => {
    const event = { ...EVENT, eventId: 'greedy', seatLimit: 46 };
    const refusal = { code: 'SEAT_LIMIT_TOO_HIGH', message: expect.stringContaining('at most 45') };
    await expect(store.createEvent(event, '{}')).rejects.toMatchObject(refusal);
    await expect(sale.start('anna', { seatLimit: 46 })).rejects.toMatchObject(refusal);
    const session = await sale.shopper('anna', { seatLimit: 45 });
    const tooMany = Array.from({ length: 60 }, (_, number) => seat(number));
    expect(await sale.hold(session, tooMany)).toEqual({ kind: 'limitReached', seatLimit: 45, heldCount: 0 });
  });

  test('connections are kept and used again', async () => {
    const session = await sale.shopper('anna');
    const before = proxy.connections;
    for (let number = 0; number < 10; number += 1) await sale.hold(session, [seat(number)]);
    expect(proxy.connections - before).toBeLessThanOrEqual(1);
  });

  test('nothing is connected before it is needed', async () => {
    const before = proxy.connections;
    const other = open();
    await other.close();
    expect(proxy.connections).toBe(before);
  });
});
