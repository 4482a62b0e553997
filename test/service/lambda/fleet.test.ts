import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildLambda } from '../../../scripts/lib/build-lambda.ts';
import {
  keysKey,
  makeEdgeHeader,
  mintAnswer,
  parseEdgeKeys,
  parseSaleRecord,
  saleKey,
  solveProof,
} from '../../../src/core/admission/index.ts';
import { loadVenue } from '../../../src/core/venue/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { tableNames } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { serviceSecrets } from '../../../src/service/lambda/secrets/index.ts';
import { openSale } from '../../../src/service/sale/index.ts';
import { signWebhook } from '../../../src/service/webhooks/index.ts';
import hall from '../../../venues/hall-small.json' with { type: 'json' };
import { freshTables, startDynamo } from '../../support/dynamodb.ts';
import { repoRoot } from '../../support/run-tix.ts';
import { type ApiRequest, apiEvent } from './events.ts';
import { type RunningFunction, startAws, startFunction } from './fleet.ts';

const EVENT_ID = 'recital';
const ROOT_SECRET = 'r'.repeat(64);
const ORIGIN_VALUE = 'o'.repeat(64);
const SITE = 'https://tickets.example';

const dynamo = await startDynamo();

/** The built functions, each in a process of its own, over local servers that speak AWS's protocols: a buyer's whole way through them. */
describe.skipIf(dynamo === undefined)('a fleet of functions', () => {
  let fleet: Awaited<ReturnType<typeof openFleet>>;
  beforeAll(async () => {
    fleet = await openFleet();
  });
  afterAll(async () => {
    await fleet?.stop();
    await dynamo?.stop();
  });

  test('sells seats to a buyer, and tells the outside', async () => {
    const { functions, call, edgeKey } = fleet;
    const json = { 'content-type': 'application/json' };

    const { body: signIn } = await call(functions.shop, {
      method: 'POST',
      path: '/v1/sign-in/dev',
      headers: json,
      body: JSON.stringify({ userId: 'ann' }),
    });
    const atTheEdge = (path: string) => ({
      'x-tix-auth': signIn.pass,
      'x-tix-edge': makeEdgeHeader(nodeHashing, edgeKey, path, {
        second: Math.floor(systemClock.nowMs() / 1000),
        reason: 'admitted',
        sub: signIn.sub,
      }),
    });

    const tokenPath = `/v1/events/${EVENT_ID}/queue/token`;
    const place = await call(functions.queue, {
      method: 'POST',
      path: tokenPath,
      headers: atTheEdge(tokenPath),
    });
    expect(place.status).toBe(201);
    // She took her place a while ago; a token made now would have to wait for its first slot.
    const { token, challenge } = fleet.placeTakenEarlier(signIn.sub);
    const proof = solveProof(nodeHashing, challenge.text, challenge.bits, 0, 100_000);

    const admissionPath = `/v1/events/${EVENT_ID}/queue/admission`;
    const admission = await call(functions.queue, {
      method: 'POST',
      path: admissionPath,
      headers: {
        ...atTheEdge(admissionPath),
        'x-tix-token': token,
        'x-tix-nonce': 'nonce' in proof ? proof.nonce : '',
      },
    });
    expect(admission.body).toMatchObject({ admitted: true });
    const { sessionId } = admission.body.session;
    const inSession = { ...json, 'x-tix-auth': signIn.pass, 'x-tix-session': admission.body.pass };

    const held = await call(functions.holds, {
      method: 'POST',
      path: `/v1/sessions/${sessionId}/auto-holds`,
      headers: inSession,
      body: JSON.stringify({ count: 2, mode: 'together' }),
    });
    expect(held.body.seatIds).toHaveLength(2);

    const checkout = await call(functions.shop, {
      method: 'POST',
      path: `/v1/sessions/${sessionId}/checkout`,
      headers: inSession,
      body: '{}',
    });
    const { paymentId, redirectUrl, amountMinor } = checkout.body.payment;
    const page = new URL(redirectUrl).pathname;
    const pressed = await call(functions.shop, {
      method: 'POST',
      path: page,
      headers: json,
      body: JSON.stringify({ outcome: 'approve', webhookCopies: 0 }),
    });
    expect(pressed.body).toEqual({ status: 'approved' });

    const word = Buffer.from(
      JSON.stringify({ providerRef: page.split('/').at(-1), paymentId, status: 'approved', amountMinor }),
    );
    const webhook = {
      method: 'POST',
      path: '/v1/webhooks/payments/test',
      headers: {
        'x-tix-webhook-signature': signWebhook(
          serviceSecrets(ROOT_SECRET).webhook,
          word,
          systemClock.nowMs(),
        ),
      },
      body: word,
      asBase64: true,
    };
    expect((await call(functions.webhooks, webhook)).status).toBe(200);
    expect((await call(functions.webhooks, webhook)).status).toBe(200);

    const told = await fleet.carryStreams();
    expect(told).toEqual({ batchItemFailures: [] });
    expect(await fleet.carryOutbound()).toEqual({ batchItemFailures: [] });
    const finalised = fleet.aws.events.filter(({ type }) => type === 'tix.order.finalised.v1');
    expect(new Set(finalised.map(({ id }) => id)).size).toBe(1);
    expect(finalised[0]?.data).toMatchObject({ paymentId, amountMinor });
  });

  test('reads each secret once, and writes none of them or of what buyers carry to its logs', async () => {
    const logs = Object.values(fleet.functions)
      .map((running) => running.output())
      .join('');
    expect(logs).not.toContain(ROOT_SECRET);
    expect(logs).not.toContain(ORIGIN_VALUE);
    expect(logs).not.toMatch(/eyJ[\w-]{20}/);
    const readings = fleet.aws.asked.filter((operation) => operation === 'GetSecretValue').length;
    // Of four functions of the API: three stages of the CDN's value and the root.
    expect(readings).toBe(16);
  });

  test('a request from elsewhere reaches nothing', async () => {
    const answer = await fleet.functions.shop.invoke<APIGatewayProxyStructuredResultV2>(
      apiEvent({ path: '/v1/events' }),
    );
    expect(answer.statusCode).toBe(403);
  });
});

async function openFleet() {
  if (dynamo === undefined) throw new Error('skipped where there is no server');
  const dist = await mkdtemp(join(tmpdir(), 'tix-lambda-'));
  await buildLambda(repoRoot, dist);
  const tables = await freshTables(dynamo);
  const prefix = tables.options.prefix ?? '';
  const { endpoint, region = '', credentials } = dynamo.connection;
  const connection = { endpoint, region, ...(credentials === undefined ? {} : { credentials }) };
  const admin = new DynamoDBClient(connection);
  await createSideTables(admin);

  await seed(tables.open());
  const copies = await putOnSale(admin);
  const [edge, sale] = [parseEdgeKeys(copies.keys), parseSaleRecord(copies.sale)];
  if (edge === undefined || sale === undefined) throw new Error('the sale was not made');

  const aws = await startAws({ root: ROOT_SECRET, origin: ORIGIN_VALUE });
  const environment = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const settings = {
    tablePrefix: prefix,
    publicUrl: SITE,
    rootSecret: 'root',
    originSecret: 'origin',
    devLogin: true,
    cdnTtlSeconds: 60,
  };
  const keyValueStore = {
    arn: 'arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555',
    copiesTable: 'copies',
  };
  const payments = { kind: 'rehearsal', table: 'books' };
  const start = (entry: Parameters<typeof startFunction>[1], own: object) =>
    startFunction(dist, entry, own, environment);
  const functions = {
    queue: await start('api', { ...settings, keyValueStore }),
    holds: await start('api', settings),
    shop: await start('api', { ...settings, keyValueStore, payments }),
    webhooks: await start('api', { ...settings, payments }),
    stream: await start('stream', {
      mapQueue: 'https://sqs.example/maps',
      outboundQueue: 'https://sqs.example/outbound',
    }),
    outbound: await start('outbound-queue', {
      bus: 'tix',
      expiryQueue: 'https://sqs.example/expiry',
      distributionId: 'D1',
    }),
  };

  async function call(running: RunningFunction, request: ApiRequest) {
    const headers = { ...request.headers, 'x-tix-origin': ORIGIN_VALUE };
    const answer = await running.invoke<APIGatewayProxyStructuredResultV2>(apiEvent({ ...request, headers }));
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') };
  }

  return {
    aws,
    functions,
    call,
    edgeKey: edge.edge,
    placeTakenEarlier(sub: string) {
      const now = Math.floor(systemClock.nowMs() / 1000) - 100;
      const context = { eventId: EVENT_ID, sub, now, requestId: 'request-of-then' };
      const { body } = mintAnswer(nodeHashing, edge, sale, context, 201);
      if (!('token' in body) || body.token === null || body.challenge === null)
        throw new Error('no place was given');
      return { token: body.token, challenge: body.challenge };
    },
    async carryStreams() {
      const Records = await streamRecords(
        admin,
        new DynamoDBStreamsClient(connection),
        Object.values(tableNames(prefix)),
      );
      return functions.stream.invoke({ Records });
    },
    async carryOutbound() {
      const bodies = aws.messages.filter(({ queue }) => queue.endsWith('/outbound')).map(({ body }) => body);
      const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
      return functions.outbound.invoke({ Records });
    },
    async stop() {
      for (const running of Object.values(functions)) running.stop();
      admin.destroy();
      await aws.stop();
      await rm(dist, { recursive: true });
    },
  };
}

async function createSideTables(admin: DynamoDBClient): Promise<void> {
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

async function seed(store: ReturnType<Awaited<ReturnType<typeof freshTables>>['open']>) {
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
async function putOnSale(admin: DynamoDBClient) {
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

async function streamRecords(
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
