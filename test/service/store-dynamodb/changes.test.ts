import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, describe, expect, test } from 'vitest';
import type { ChangeBody } from '../../../src/core/reservation/index.ts';
import { changesOfStreamRecord, tableNames } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import { EVENT, EVENT_ID, keyed, Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

/** Some of everything that a log tells. */
async function smallSale(sale: Sale): Promise<void> {
  const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
  await sale.attempt(payment, keyed('key-1'));
  await sale.pay(payment, 'ref-1');
  const ben = await sale.shopper('ben');
  await sale.hold(ben, [seat(3), seat(4)], keyed('key-1'));
  await sale.release(ben, [seat(4)], keyed('key-2'));
  await sale.hold(ben, [seat(3)], keyed('key-3'));
  await sale.cancel(ben);
  const carla = await sale.payer('carla', [seat(5)]);
  await sale.voided(carla.payment);
}

/** All records of both tables' streams, table by table. */
async function streamRecords({ options }: FreshTables): Promise<_Record[]> {
  const { endpoint = '', region = '', credentials } = options.connection ?? {};
  const config = { endpoint, region, ...(credentials === undefined ? {} : { credentials }) };
  const tables = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  const records: _Record[] = [];
  for (const TableName of Object.values(tableNames(options.prefix))) {
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
      let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
      while (ShardIterator !== undefined) {
        const { Records = [], NextShardIterator } = await streams.send(
          new GetRecordsCommand({ ShardIterator }),
        );
        records.push(...Records);
        ShardIterator = Records.length === 0 ? undefined : NextShardIterator;
      }
    }
  }
  tables.destroy();
  streams.destroy();
  return records;
}

function comparable(bodies: readonly ChangeBody[]): string[] {
  return bodies.map((body) => JSON.stringify(body, Object.keys(flat(body)).sort())).sort();
}

function flat(value: unknown, into: Record<string, true> = {}): Record<string, true> {
  for (const [key, part] of Object.entries(value ?? {})) {
    into[key] = true;
    if (typeof part === 'object') flat(part, into);
  }
  return into;
}

describe.skipIf(dynamo === undefined)('changes told by the tables’ streams', () => {
  test('are those that the embedded stores log, for the same sale', async () => {
    const tables = await freshTables(dynamo);
    const sales = [await Sale.open(createMemoryStore()), await Sale.open(tables.open())] as const;
    for (const sale of sales) await smallSale(sale);
    const logged = (await sales[0].store.readChanges(0, 1_000)).map(({ body }) => body);
    const told = (await streamRecords(tables)).flatMap(changesOfStreamRecord);
    expect(comparable(told)).toEqual(comparable(logged));
    expect(told.length).toBeGreaterThan(25);
    for (const sale of sales) await sale.store.close();
  });

  test('tell of an event once its seats are there, and when it is called something else', async () => {
    const tables = await freshTables(dynamo);
    const sale = await Sale.open(tables.open());
    await sale.store.renameEvent(EVENT_ID, 'Replay', sale.nowMs);
    const events = (await streamRecords(tables))
      .flatMap(changesOfStreamRecord)
      .filter(({ kind }) => kind === 'event');
    const told = { kind: 'event', eventId: EVENT_ID, venueHash: 'hall-1' };
    expect(events).toEqual([
      { ...told, name: EVENT.name },
      { ...told, name: 'Replay' },
    ]);
    await sale.store.close();
  });

  test('are nothing for a record without a new image, or of a kind nobody asks about', () => {
    expect(changesOfStreamRecord({})).toEqual([]);
    expect(
      changesOfStreamRecord({ eventName: 'REMOVE', dynamodb: { OldImage: { ver: { N: '3' } } } }),
    ).toEqual([]);
    expect(changesOfStreamRecord({ dynamodb: { NewImage: { kind: { S: 'place' } } } })).toEqual([]);
  });
});

describe.skipIf(dynamo === undefined)('the log that one machine reads', () => {
  /** A clock that runs ahead with every look, so that no look comes too soon after the last. */
  function hurrying() {
    let nowMs = Date.now();
    return {
      nowMs: () => {
        nowMs += 300;
        return nowMs;
      },
    };
  }

  test('begins when it is first asked, and tells what was committed since, once, by growing numbers', async () => {
    const tables = await freshTables(dynamo);
    const sale = await Sale.open(tables.open());
    const session = await sale.shopper('anna');
    await sale.hold(session, [seat(1)]);
    const reader = tables.open({ clock: hurrying() });
    const from = await reader.lastChangeSeq();
    expect(await reader.readChanges(from, 100)).toEqual([]);

    await sale.hold(session, [seat(2), seat(3)]);
    const changes = await reader.readChanges(from, 100);
    expect(changes.map(({ seq }) => seq)).toEqual([1, 2, 3].map((step) => from + step));
    expect(changes.map(({ body }) => (body.kind === 'seat' ? body.seatId : body.kind)).sort()).toEqual([
      seat(2),
      seat(3),
      'session',
    ]);
    for (const { atMs } of changes) expect(atMs).toBe(sale.nowMs);
    expect(await reader.readChanges(from + 3, 100)).toEqual([]);
    expect(await reader.readChanges(from, 2)).toEqual(changes.slice(0, 2));
    expect(await reader.readChanges(from + 2, 100)).toEqual(changes.slice(2));

    await sale.release(session, [seat(1)]);
    expect((await reader.readChanges(from + 3, 100)).map(({ seq }) => seq)).toEqual([from + 4, from + 5]);
    expect(await reader.lastChangeSeq()).toBe(from + 5);
    await reader.close();
    await sale.store.close();
  });
});
