import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { buildLambda } from '../../../scripts/lib/build-lambda.ts';
import { mintAnswer, parseEdgeKeys, parseSaleRecord } from '../../../src/core/admission/index.ts';
import { tableNames } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { nodeHashing, systemClock } from '../../../src/service/adapters/system/index.ts';
import { decodeChanges } from '../../../src/service/feed/index.ts';
import { freshTables, type LocalDynamo } from '../../support/dynamodb.ts';
import { repoRoot } from '../../support/run-tix.ts';
import { type ApiRequest, apiEvent } from './events.ts';
import { type RunningFunction, startAws, startFunction } from './fleet.ts';
import { createSideTables, EVENT_ID, putOnSale, ROOT_SECRET, seed, streamRecords } from './fleet-tables.ts';

export const ORIGIN_VALUE = 'o'.repeat(64);
const SITE = 'https://tickets.example';

/** Every function a buyer meets, built and running, and an event on sale. */
export async function openFleet(dynamo: LocalDynamo | undefined) {
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

  const outboundBodies = () =>
    aws.messages.filter(({ queue }) => queue.endsWith('/outbound')).map(({ body }) => body);

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
    changesForOutside: () => outboundBodies().flatMap((body) => decodeChanges(body) ?? []),
    async carryOutbound() {
      const bodies = outboundBodies();
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
