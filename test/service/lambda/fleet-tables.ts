import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { keysKey, saleKey } from '../../../src/core/admission/index.ts';
import { loadVenue } from '../../../src/core/venue/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { serviceSecrets } from '../../../src/service/lambda/secrets/index.ts';
import { openSale } from '../../../src/service/sale/index.ts';
import hall from '../../../venues/hall-small.json' with { type: 'json' };
import type { FreshTables } from '../../support/dynamodb.ts';

export const EVENT_ID = 'recital';
export const ROOT_SECRET = 'r'.repeat(64);

export async function createSideTables(admin: DynamoDBClient): Promise<void> {
  await admin.send(
    new CreateTableCommand({
      TableName: 'copies',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    }),
  );
  await admin.send(
    new CreateTableCommand({
      TableName: 'books',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'paymentId', AttributeType: 'S' },
        { AttributeName: 'attempt', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'paymentId', KeyType: 'HASH' },
        { AttributeName: 'attempt', KeyType: 'RANGE' },
      ],
    }),
  );
}

const venue = loadVenue(hall, nodeHashing);

function recital() {
  const nowMs = systemClock.nowMs();
  return {
    eventId: EVENT_ID,
    name: 'A recital',
    venueHash: venue.hash,
    currency: 'EUR',
    opensAt: Math.floor(nowMs / 1000) - 600,
    k: 2,
    curve: 'weibull',
    slotSeconds: 5,
    holdbacks: 0,
    seatLimit: 4,
    admissionsPerUser: 1,
    sessionTtlMs: 300_000,
    payTtlMs: 120_000,
    payGraceMs: 30_000,
    softCap: 50,
    hardCap: 60,
    seatCount: venue.seatCount,
    createdAtMs: nowMs,
  };
}

export async function seed(store: ReturnType<FreshTables['open']>) {
  const event = recital();
  await store.createEvent(event, JSON.stringify(venue.document));
  const seats = venue.sections.flatMap((section) => venue.seatsOf(section));
  const seeds = seats.map(({ seatId, sectionId, tier, priceMinor }) => ({
    seatId,
    sectionId,
    tier,
    priceMinor,
  }));
  await store.seedSeats(EVENT_ID, seeds, systemClock.nowMs());
  await store.close();
  return event;
}

/** The edge's records where the functions look first; they were read from the key-value store so lately that nobody asks it again. */
export async function putOnSale(admin: DynamoDBClient) {
  const kvs = memoryKeyValueStore();
  await openSale(kvs, nodeHashing, systemRandom, {
    event: recital(),
    tau: 1,
    powBits: 2,
    tokenLifeSeconds: 600,
    sampling: { arrivals: 0, requests: 0, suspects: 0 },
    signInKey: serviceSecrets(ROOT_SECRET).signIn,
    now: Math.floor(systemClock.nowMs() / 1000) - 3_600,
  });
  const tomorrow = { N: String(systemClock.nowMs() + 86_400_000) };
  for (const key of [keysKey(EVENT_ID), saleKey(EVENT_ID)]) {
    const Item = {
      PK: { S: key },
      text: { S: (await kvs.get(key)) ?? '' },
      readAtMs: tomorrow,
      claimedAtMs: tomorrow,
    };
    await admin.send(new PutItemCommand({ TableName: 'copies', Item }));
  }
  return {
    keys: (await kvs.get(keysKey(EVENT_ID))) ?? '',
    sale: (await kvs.get(saleKey(EVENT_ID))) ?? '',
  };
}

export async function streamRecords(
  admin: DynamoDBClient,
  streams: DynamoDBStreamsClient,
  tables: readonly string[],
) {
  const records = [];
  for (const TableName of tables) {
    const { Table } = await admin.send(new DescribeTableCommand({ TableName }));
    const StreamArn = Table?.LatestStreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      let iterator = (await streams.send(start)).ShardIterator;
      for (let pages = 0; iterator !== undefined && pages < 20; pages++) {
        const { Records = [], NextShardIterator } = await streams.send(
          new GetRecordsCommand({ ShardIterator: iterator }),
        );
        if (Records.length === 0) break;
        records.push(...Records);
        iterator = NextShardIterator;
      }
    }
  }
  streams.destroy();
  // Lambda's events have the time of a record in seconds.
  return records.map((record) => ({
    ...record,
    dynamodb: {
      ...record.dynamodb,
      ApproximateCreationDateTime: (record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
    },
  }));
}
