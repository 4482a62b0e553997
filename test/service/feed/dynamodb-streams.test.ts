import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import pino from 'pino';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, describe, expect, test } from 'vitest';
import {
  changesOfStreamRecord,
  createTables,
  openDynamoStore,
  tableNames,
} from '../../../src/service/adapters/store-dynamodb/index.ts';
import { systemRandom } from '../../../src/service/adapters/system/index.ts';
import {
  type FeedChange,
  handleQueueRecords,
  handleStreamRecords,
  mapConsumer,
  type QueueMessage,
} from '../../../src/service/feed/index.ts';
import { outboundEvents } from '../../../src/service/outbound/index.ts';
import type { AvailabilityCache } from '../../../src/service/ports/index.ts';
import { EVENT_ID, Sale, SECTIONS, seat } from '../../contracts/reservation-store.sale.ts';
import { startDynamo } from '../../support/dynamodb.ts';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';
import { openCache, openClient } from '../availability-redis/support.ts';

const log = pino({ level: 'silent' });
const dynamo = await startDynamo();
const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
afterAll(async () => {
  await dynamo?.stop();
  await redis?.[Symbol.asyncDispose]();
});

const changesOf = (record: _Record): FeedChange[] =>
  changesOfStreamRecord(record).map((body) => ({
    atMs: record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0,
    body,
  }));

describe.skipIf(dynamo === undefined || redis === undefined)('streams → queue → Redis', () => {
  test('a real sale’s stream, replayed, shuffled and cut anyhow, leaves every map as the store has it', async () => {
    if (dynamo === undefined) throw new Error('there is no DynamoDB');
    const { connection } = dynamo;
    const options = { prefix: 'feed-', clock: { nowMs: () => Date.now() }, random: systemRandom, connection };
    await createTables(options);
    const store = openDynamoStore(options);
    const sale = await Sale.open(store);
    const cache = await openCache(redis?.url ?? '', { nearMs: 0, clock: { nowMs: () => sale.nowMs } });
    const load = (id: string) => () => store.readSection(EVENT_ID, id);
    // Both sections are cached before anything is sold: what the maps show afterwards they know from the stream alone.
    for (const id of SECTIONS) await cache.section(EVENT_ID, id, sale.nowMs, load(id));

    const anna = await sale.payer('anna', [seat(1), seat(2, 'A10')]);
    await sale.pay(anna.payment, 'charge-1');
    const ben = await sale.shopper('ben');
    await sale.hold(ben, [seat(3), seat(4), seat(5)]);
    await sale.release(ben, [seat(4)]);
    const cleo = await sale.shopper('cleo');
    await sale.hold(cleo, [seat(4), seat(6, 'A10')]);
    await sale.cancel(cleo);

    const records = await streamRecords(connection.endpoint, tableNames('feed-'));
    expect(records.length).toBeGreaterThan(10);
    const messages = await asMessages(records);
    const told: string[] = [];
    const watched: Pick<AvailabilityCache, 'apply'> = {
      apply(eventId, sectionId, ...seats) {
        told.push(sectionId);
        return cache.apply(eventId, sectionId, ...seats);
      },
    };
    const consume = mapConsumer({ cache: watched, clock: { nowMs: () => sale.nowMs }, arrived: () => {} });
    const random = xoroshiro128plus(7);
    const pick = (below: number) => uniformInt(random, 0, below - 1);
    const twice = [...messages, ...messages];
    while (twice.length > 0) {
      const batch = Array.from({ length: Math.min(twice.length, 1 + pick(4)) }, () =>
        twice.splice(pick(twice.length), 1),
      ).flat();
      const response = await handleQueueRecords(
        batch.map(({ body }, i) => ({ messageId: `m${i}`, body })),
        { consume, log },
      );
      expect(response.batchItemFailures).toEqual([]);
    }

    const neverLoads = () => Promise.reject(new Error('the stream told everything'));
    for (const id of SECTIONS) {
      const map = await cache.section(EVENT_ID, id, sale.nowMs, neverLoads);
      const truth = await store.readSection(EVENT_ID, id);
      expect(map.seats.map(({ seatId, availability, ver }) => [seatId, availability, ver])).toEqual(
        truth.map(({ seatId, availability, ver }) => [seatId, availability, ver]),
      );
    }
    expect(new Set(told)).toEqual(new Set(SECTIONS));
    await using client = openClient(redis?.url ?? '');
    expect(await client.hgetall(`availability:${EVENT_ID}`)).toEqual({ A1: '57', A10: '59' });

    const types = new Set(
      records
        .flatMap(changesOf)
        .flatMap(outboundEvents)
        .map(({ type }) => type),
    );
    expect(types).toEqual(
      new Set(['tix.event.changed.v1', 'tix.order.finalised.v1', 'tix.seat.released.v1']),
    );
    await Promise.all([cache.close(), store.close()]);
  });
});

/** Everything both tables' streams have, as the platform would bring it. */
async function streamRecords(endpoint: string, names: ReturnType<typeof tableNames>): Promise<_Record[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const config = { region: 'eu-central-1', credentials, endpoint };
  const tables = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  const records: _Record[] = [];
  for (const TableName of [names.seats, names.reservations]) {
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const at = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
      let { ShardIterator } = await streams.send(new GetShardIteratorCommand(at));
      for (let turn = 0; ShardIterator !== undefined && turn < 50; turn += 1) {
        const answer = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: 1_000 }));
        const { Records = [] } = answer;
        records.push(...Records);
        if (Records.length === 0) break;
        ShardIterator = answer.NextShardIterator;
      }
    }
  }
  tables.destroy();
  streams.destroy();
  return records;
}

/** One message a record, so that they can be mixed; then the whole again in few. */
async function asMessages(records: readonly _Record[]): Promise<QueueMessage[]> {
  const sent: QueueMessage[] = [];
  const send = async (messages: readonly QueueMessage[]) => {
    sent.push(...messages);
    return [];
  };
  for (const record of records) await handleStreamRecords([record], { log, changesOf, send });
  await handleStreamRecords(records, { log, changesOf, send });
  return sent;
}
