import { DeleteItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditStore } from '../../../src/core/audit/index.ts';
import type { StoredItem } from '../../../src/core/reservation/index.ts';
import { type DynamoStore, tableNames } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { EVENT_ID, Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

describe.skipIf(dynamo === undefined)('an audit of DynamoDB', () => {
  let tables: FreshTables;
  let store: DynamoStore;
  let sale: Sale;
  let raw: DynamoDBClient;

  beforeEach(async () => {
    tables = await freshTables(dynamo);
    store = tables.open();
    sale = await Sale.open(store);
    const { endpoint = '', region = '', credentials } = tables.options.connection ?? {};
    raw = new DynamoDBClient({ endpoint, region, ...(credentials === undefined ? {} : { credentials }) });
  });
  afterEach(async () => {
    raw.destroy();
    await store.close();
  });

  const names = () => tableNames(tables.options.prefix);

  /** Damages a record behind the store's back. */
  async function drop(table: 'seats' | 'reservations', PK: string, SK: string): Promise<void> {
    const Key = { PK: { S: PK }, SK: { S: SK } };
    await raw.send(new DeleteItemCommand({ TableName: names()[table], Key }));
  }

  async function set(table: 'seats' | 'reservations', PK: string, SK: string, name: string, value: object) {
    await raw.send(
      new UpdateItemCommand({
        TableName: names()[table],
        Key: { PK: { S: PK }, SK: { S: SK } },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value as { S: string } },
      }),
    );
  }

  async function audited() {
    return store.confirm(await auditStore(store.scan(), { nowMs: sale.nowMs }), () => sale.nowMs);
  }

  test('a sale that is sound stays so, however it is looked at', async () => {
    const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
    await sale.pay(payment, 'ref-1');
    await sale.hold(await sale.shopper('ben'), [seat(3)]);
    expect(await audited()).toMatchObject({ ok: true, violations: [], violationCount: 0 });
  });

  test('what is really wrong is found again and reported', async () => {
    const { session, payment } = await sale.payer('anna', [seat(1), seat(2)]);
    await sale.pay(payment, 'ref-1');
    const ben = await sale.shopper('ben');
    await sale.hold(ben, [seat(3)]);
    const carla = await sale.payer('carla', [seat(4)]);
    const dora = await sale.shopper('dora');

    await drop('reservations', ben.sessionId, `R#${seat(3)}`);
    await drop('reservations', session.sessionId, `R#${seat(1)}`);
    await drop('reservations', `PAY#${carla.payment.paymentId}`, 'DUE');
    await drop('reservations', `T#${EVENT_ID}#${dora.tokenId}`, 'META');
    await set('reservations', 'U#dora', `E#${EVENT_ID}`, 'admissions', { N: '7' });
    await set('seats', `${EVENT_ID}#${seat(9)}`, 'META', 'sessionId', { S: ben.sessionId });

    const report = await audited();
    const told = report.violations.map(({ code, ids }) => `${code} ${ids.join(' ')}`).sort();
    expect(told).toEqual(
      [
        `ADMISSIONS_WRONG ${dora.sessionId}`,
        `DUE_MISSING ${carla.payment.paymentId}`,
        `HELD_COUNT_WRONG ${ben.sessionId}`,
        `HELD_COUNT_WRONG ${session.sessionId}`,
        `SEAT_LOCK_UNFOUNDED ${seat(3)} ${ben.sessionId}`,
        `SEAT_SOLD_UNFOUNDED ${seat(1)} ${session.sessionId}`,
        `SEAT_STATE_WRONG ${EVENT_ID} ${seat(9)}`,
        `TOKEN_WRONG ${dora.sessionId} ${dora.tokenId}`,
      ].sort(),
    );
    expect(report).toMatchObject({ ok: false, violationCount: 8 });
  });

  test('what only looked wrong because the sale went on during the scan is not reported', async () => {
    const scanned: StoredItem[] = [];
    for await (const item of store.scan()) scanned.push(item);
    const { payment, session } = await sale.payer('anna', [seat(1), seat(2)]);
    await sale.pay(payment, 'ref-1');
    const ben = await sale.shopper('ben');
    await sale.hold(ben, [seat(3)]);
    const late: StoredItem[] = [];
    for await (const item of store.scan()) late.push(item);
    // Seats as they were first, everything else as it was last, and the other way round: the worst that a scan may see.
    const mixed = (seats: StoredItem[], rest: StoredItem[]) => [
      ...seats.filter(({ type }) => type === 'seat'),
      ...rest.filter(({ type }) => type !== 'seat'),
    ];
    for (const items of [
      mixed(scanned, late),
      mixed(late, scanned),
      late.filter(({ type }) => type !== 'userEvent'),
      late.filter(({ type }) => type !== 'session'),
    ]) {
      const found = await auditStore(items, { nowMs: sale.nowMs });
      expect(found.ok).toBe(false);
      expect(await store.confirm(found, () => sale.nowMs)).toMatchObject({
        ok: true,
        violations: [],
        violationCount: 0,
      });
    }
    expect(await store.getSession(session.sessionId)).toMatchObject({ state: 'finalised' });
  });

  test('who stops a scan early leaves nothing behind that fails later', async () => {
    const items = store.scan()[Symbol.asyncIterator]();
    expect((await items.next()).done).toBe(false);
    await items.return?.();
    await expect(store.ping()).resolves.toBeUndefined();
  });
});
