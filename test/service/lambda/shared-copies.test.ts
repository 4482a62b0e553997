import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { sharedCopies } from '../../../src/service/lambda/edge-records/index.ts';
import { startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());
let tables = 0;

describe.skipIf(dynamo === undefined)('the edge’s records, shared by a fleet', () => {
  const { endpoint = '', region = '', credentials } = dynamo?.connection ?? {};
  const client = { endpoint, region, ...(credentials === undefined ? {} : { credentials }) };
  let nowMs = 1_800_000_000_000;
  let reads: string[];
  let isAway: boolean;
  let store: ReturnType<typeof memoryKeyValueStore>;
  let openOne: () => ReturnType<typeof sharedCopies>;

  beforeEach(async () => {
    tables += 1;
    const table = `copies-${tables}`;
    const admin = new DynamoDBClient(client);
    await admin.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
      }),
    );
    admin.destroy();
    [reads, isAway, store] = [[], false, memoryKeyValueStore()];
    const counted = {
      ...store,
      async get(key: string) {
        if (isAway) throw new Error('the key-value store is away');
        reads.push(key);
        return store.get(key);
      },
    };
    openOne = () =>
      sharedCopies({ store: async () => counted, table, clock: { nowMs: () => nowMs }, client });
  });

  const write = async (value: string) =>
    store.update({ puts: { 'sale:gala': value }, ifMatch: await store.etag() });

  test('the store is read once in three seconds, however many functions ask', async () => {
    await write('one');
    await openOne().get('sale:gala');
    const fleet = Array.from({ length: 12 }, openOne);
    for (let second = 0; second < 3; second++) {
      const answers = await Promise.all(fleet.map((one) => one.get('sale:gala')));
      expect(new Set(answers)).toEqual(new Set(['one']));
      nowMs += 1_000;
    }
    expect(reads).toHaveLength(1);
    await Promise.all(fleet.map((one) => one.get('sale:gala')));
    expect(reads).toHaveLength(2);
  });

  test('a change is known to all of them within the ten seconds that it is published ahead', async () => {
    await write('one');
    const [first, second] = [openOne(), openOne()];
    await first.get('sale:gala');
    await write('two');
    expect(await second.get('sale:gala')).toBe('one');
    nowMs += 3_000;
    await second.get('sale:gala');
    expect([await first.get('sale:gala'), await second.get('sale:gala')]).toEqual(['two', 'two']);
  });

  test('that there is no record is shared too, and ends when there is one', async () => {
    expect(await openOne().get('sale:gala')).toBeUndefined();
    expect(await openOne().get('sale:gala')).toBeUndefined();
    expect(reads).toHaveLength(1);
    await write('one');
    nowMs += 3_000;
    expect(await openOne().get('sale:gala')).toBe('one');
  });

  test('a store that is away is made up for by the last copy, for half a minute', async () => {
    await write('one');
    await openOne().get('sale:gala');
    isAway = true;
    nowMs += 29_000;
    expect(await openOne().get('sale:gala')).toBe('one');
    nowMs += 1_000;
    await expect(openOne().get('sale:gala')).rejects.toThrow('away');
    isAway = false;
    expect(await openOne().get('sale:gala')).toBe('one');
  });

  test('writing goes to the store itself', async () => {
    const one = openOne();
    await one.update({ puts: { k: 'v' }, ifMatch: await one.etag() });
    expect(await store.get('k')).toBe('v');
    expect(await one.list()).toEqual(['k']);
  });
});
