import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { median } from 'simple-statistics';
import { tableNames } from '../src/service/adapters/store-dynamodb/index.ts';
import { type FreshTables, freshTables, startDynamo } from '../test/support/dynamodb.ts';
import type { Bench } from './bench.ts';
import { EVENT, itemsOf, SEATS, SECTIONS } from './dynamodb/shape.ts';

const ROUNDS = 6;
const BATCH_ITEMS = 25;
/** Requests under way when the library is used by itself: the local servers are no faster with more. */
const IN_FLIGHT = 4;

/** Seeding through the store, against the same items put by BatchWriteItem with nothing around it, on the same server. */
export const bench: Bench = {
  name: 'dynamodb',
  summary: `seeding ${SEATS} seats into DynamoDB, against BatchWriteItem alone`,
  async run() {
    const dynamo = await startDynamo();
    if (dynamo === undefined) throw new Error('there is no DynamoDB server to measure on');
    try {
      const sides = { seeding: seed, raw: put };
      const rates = { seeding: [] as number[], raw: [] as number[] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        // Servers slow down as they fill: each side gets tables of its own every time, and they take turns in going first.
        const order = round % 2 === 0 ? (['seeding', 'raw'] as const) : (['raw', 'seeding'] as const);
        for (const side of order) {
          const rate = await sides[side](await freshTables(dynamo));
          // The first round warms up.
          if (round > 0) rates[side].push(rate);
        }
      }
      const ratios = rates.seeding.map((rate, index) => rate / (rates.raw[index] ?? rate));
      return [
        {
          name: 'seats seeded a second / items put a second by BatchWriteItem alone',
          value: median(ratios),
          unit: '×',
          bar: { atLeast: 0.8 },
          detail: `${Math.round(median(rates.seeding))} against ${Math.round(median(rates.raw))} a second, ${ROUNDS} rounds in turns`,
        },
      ];
    } finally {
      await dynamo.stop();
    }
  },
};

/** Seats a second, from the first request to the event being open. */
async function seed(tables: FreshTables): Promise<number> {
  const store = tables.open();
  const startedMs = performance.now();
  const { seatsCreated } = await store.seedInBulk({
    event: EVENT,
    venueJson: '{}',
    sections: SECTIONS,
    nowMs: EVENT.createdAtMs,
    accept: () => {},
  });
  const seconds = (performance.now() - startedMs) / 1000;
  await store.close();
  if (seatsCreated !== SEATS) throw new Error(`${seatsCreated} seats were seeded, not ${SEATS}`);
  return SEATS / seconds;
}

/** Items a second; the items are made beforehand. */
async function put(tables: FreshTables): Promise<number> {
  const { endpoint = '', region = '', credentials } = tables.options.connection ?? {};
  const client = new DynamoDBClient({
    endpoint,
    region,
    ...(credentials === undefined ? {} : { credentials }),
  });
  const table = tableNames(tables.options.prefix).seats;
  const items = itemsOf();
  const requests = Array.from({ length: Math.ceil(items.length / BATCH_ITEMS) }, (_, index) => ({
    RequestItems: {
      [table]: items
        .slice(index * BATCH_ITEMS, (index + 1) * BATCH_ITEMS)
        .map((Item) => ({ PutRequest: { Item } })),
    },
  })).values();
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const request of requests) {
        const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand(request));
        if (Object.keys(UnprocessedItems).length > 0)
          throw new Error('the server did not take a batch whole');
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  client.destroy();
  return items.length / seconds;
}
