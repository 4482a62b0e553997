import {
  type AttributeValue,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createTables,
  type DynamoStore,
  INDEX,
  TTL_ATTRIBUTE,
  tableNames,
} from '../../../src/service/adapters/store-dynamodb/index.ts';
import { EVENT_ID, Sale, SECTIONS, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, startDynamo } from '../../support/dynamodb.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.skipIf(dynamo === undefined)('what stands in the tables', () => {
  let tables: FreshTables;
  let store: DynamoStore;
  let raw: DynamoDBClient;

  beforeEach(async () => {
    tables = await freshTables(dynamo);
    store = tables.open();
    const { endpoint = '', region = '', credentials } = tables.options.connection ?? {};
    raw = new DynamoDBClient({ endpoint, region, ...(credentials === undefined ? {} : { credentials }) });
  });
  afterEach(async () => {
    raw.destroy();
    await store.close();
  });

  async function items(table: 'seats' | 'reservations'): Promise<Record<string, AttributeValue>[]> {
    const { Items = [] } = await raw.send(new ScanCommand({ TableName: names()[table] }));
    return Items;
  }

  const names = () => tableNames(tables.options.prefix);

  /** A sale in which there is something of everything. */
  async function soldSome(): Promise<Sale> {
    const sale = await Sale.open(store);
    const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
    await sale.pay(payment, 'ref-1');
    await sale.payer('ben', [seat(3)]);
    await sale.hold(await sale.shopper('carla', { newcomerPlaces: [7] }), [seat(4)]);
    await sale.start('dora', { newcomerPlaces: [7] });
    await store.commitCursor('reader', 3);
    return sale;
  }

  test('the tables are on demand, have the keys and the index of the design, streams of both images, and a time to live', async () => {
    for (const [table, projection] of [
      [
        'seats',
        {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: expect.arrayContaining(['availability', 'expiresAt', 'sessionId', 'ver']),
        },
      ],
      ['reservations', { ProjectionType: 'ALL' }],
    ] as const) {
      const { Table } = await raw.send(new DescribeTableCommand({ TableName: names()[table] }));
      expect(Table).toMatchObject({
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        KeySchema: [
          { AttributeName: 'PK', KeyType: 'HASH' },
          { AttributeName: 'SK', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: INDEX,
            KeySchema: [
              { AttributeName: 'GSI1PK', KeyType: 'HASH' },
              { AttributeName: 'GSI1SK', KeyType: 'RANGE' },
            ],
            Projection: projection,
          },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      });
    }
    const ttl = await raw.send(new DescribeTimeToLiveCommand({ TableName: names().reservations }));
    expect(ttl.TimeToLiveDescription).toMatchObject({ AttributeName: TTL_ATTRIBUTE });
  });

  test('creating the tables again leaves them as they are', async () => {
    await Sale.open(store);
    expect(await createTables(tables.options)).toMatchObject({ created: [] });
    expect(await store.listEvents()).toHaveLength(1);
  });

  test('a seat has the origin’s keys and attributes', async () => {
    const sale = await Sale.open(store);
    const session = await sale.shopper('anna');
    await sale.hold(session, [seat(1)]);
    const item = (await items('seats')).find(({ seatId }) => seatId?.S === seat(1));
    expect(item).toEqual({
      PK: { S: `${EVENT_ID}#A1#B1#R1#S01` },
      SK: { S: 'META' },
      GSI1PK: { S: `${EVENT_ID}#A1` },
      GSI1SK: { S: 'B1#R1#S01' },
      eventId: { S: EVENT_ID },
      sectionId: { S: 'A1' },
      blockId: { S: 'B1' },
      rowId: { S: 'R1' },
      seatNumber: { S: 'S01' },
      seatId: { S: 'A1#B1#R1#S01' },
      tier: { S: 'standard' },
      priceMinor: { N: '12000' },
      availability: { S: 'locked' },
      expiresAt: { S: new Date(session.expiresAtMs).toISOString() },
      sessionId: { S: session.sessionId },
      ver: { N: '1' },
      updatedAt: { S: new Date(sale.nowMs).toISOString() },
    });
  });

  test('a block and a row are found by prefixes that end in #', async () => {
    await Sale.open(store);
    const found = await raw.send(
      new QueryCommand({
        TableName: names().seats,
        IndexName: INDEX,
        KeyConditionExpression: 'GSI1PK = :section AND begins_with(GSI1SK, :block)',
        ExpressionAttributeValues: { ':section': { S: `${EVENT_ID}#A1` }, ':block': { S: 'B1#' } },
      }),
    );
    expect(found.Items).toHaveLength(20);
  });

  test('a session and all its reservations are one query by user and event', async () => {
    const sale = await soldSome();
    const [session] = await store.readSessions('anna', EVENT_ID);
    const found = await raw.send(
      new QueryCommand({
        TableName: names().reservations,
        IndexName: INDEX,
        KeyConditionExpression: 'GSI1PK = :userEvent AND begins_with(GSI1SK, :session)',
        ExpressionAttributeValues: {
          ':userEvent': { S: `anna#${EVENT_ID}` },
          ':session': { S: session?.sessionId ?? '' },
        },
      }),
    );
    expect(found.Items?.map(({ GSI1SK }) => GSI1SK?.S)).toEqual([
      session?.sessionId,
      `${session?.sessionId}#R`,
      `${session?.sessionId}#R`,
    ]);
    expect(await sale.violations()).toEqual([]);
  });

  test('every time is ISO-8601 in UTC with exactly three decimals', async () => {
    await soldSome();
    const texts = [...(await items('seats')), ...(await items('reservations'))].flatMap((item) =>
      Object.entries(item).flatMap(([name, { S }]) => (S === undefined ? [] : [[name, S] as const])),
    );
    const times = texts.filter(([name]) => /(At|Until|until|Since|Slot|end)$/.test(name));
    expect(new Set(times.map(([name]) => name))).toEqual(
      new Set([
        'createdAt',
        'dueAt',
        'expiresAt',
        'liveUntil',
        'opensAt',
        'payUntil',
        'registeredAt',
        'until',
        'updatedAt',
        'waitingSince',
        'waitingSlot',
      ]),
    );
    for (const [name, text] of times) expect(text, name).toMatch(ISO_MS);
    for (const [name, text] of texts)
      if (/^\d{4}-\d\d-\d\dT/.test(text) && !name.startsWith('GSI1')) expect(text, name).toMatch(ISO_MS);
  });

  test('DynamoDB may clear away places and holds that were given up, and nothing else', async () => {
    await soldSome();
    const seats = await items('seats');
    expect(seats.filter((item) => TTL_ATTRIBUTE in item)).toEqual([]);
    const kinds = new Map<string, boolean[]>();
    for (const item of await items('reservations')) {
      const kind = [item.kind?.S, item.resState?.S].filter((word) => word !== undefined).join(' ');
      kinds.set(kind, [...(kinds.get(kind) ?? []), TTL_ATTRIBUTE in item]);
    }
    const cleared = [...kinds].filter(([, flags]) => flags.includes(true)).map(([kind]) => kind);
    expect(cleared.sort()).toEqual(['place', 'reservation locked']);
    expect(kinds.get('reservation locked')).toEqual([true, true]);
    expect(kinds.get('reservation reserved')).toEqual([false, false]);
    expect([...kinds.keys()]).toEqual(
      expect.arrayContaining(['payment', 'session', 'token', 'userEvent', 'due', 'event', 'venue']),
    );
    const present = Date.now() / 1000;
    for (const { ttl } of await items('reservations'))
      if (ttl !== undefined) expect(Number(ttl.N)).toBeGreaterThan(present + 3_600);
  });

  test('a section may be spread over several index partitions, and is read whole', async () => {
    await store.close();
    store = tables.open({ gsiShards: 4 });
    const sale = await Sale.open(store);
    const partitions = new Set((await items('seats')).map(({ GSI1PK }) => GSI1PK?.S));
    expect(partitions).toEqual(
      new Set(SECTIONS.flatMap((section) => [0, 1, 2, 3].map((shard) => `${EVENT_ID}#${section}#${shard}`))),
    );
    const ids = (await store.readSection(EVENT_ID, 'A1')).map(({ seatId }) => seatId);
    expect(ids).toHaveLength(60);
    expect(ids).toEqual([...ids].sort());
    // Another process, which was told nothing of shards, finds them by the event.
    const other = tables.open();
    expect(await other.readSection(EVENT_ID, 'A1')).toHaveLength(60);
    await other.close();
    const { payment } = await sale.payer('anna', [seat(1)]);
    await sale.pay(payment, 'ref-1');
    expect(
      (await items('seats')).map(({ GSI1PK }) => GSI1PK?.S).filter((key) => !partitions.has(key)),
    ).toEqual([]);
  });

  test('a venue file of any size is kept', async () => {
    const sale = await Sale.open(store);
    const large = JSON.stringify(
      Array.from({ length: 60_000 }, (_, n) => `${n * 7919}${(n * 104_729).toString(36)}`),
    );
    const [event] = await store.listEvents();
    if (event === undefined) throw new Error('the event is there');
    await store.createEvent({ ...event, eventId: 'large', venueHash: 'large-1' }, large);
    expect(await store.getVenue('large-1')).toBe(large);
    expect(await sale.violations()).toEqual([]);
  });
});
