import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEventBridgeSink } from '../../../src/service/adapters/events-aws/index.ts';
import { eventOf } from './support.ts';

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** Speaks as much of EventBridge's protocol as PutEvents needs. */
const calls: Entry[][] = [];
let answer: (entries: readonly Entry[]) => { status: number; body: unknown };
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const entries = (JSON.parse(body) as { Entries: Entry[] }).Entries;
    calls.push(entries);
    const { status, body: said } = answer(entries);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(said));
  });
});
let client: EventBridgeClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});

const taken = (entries: readonly Entry[]) => ({
  status: 200,
  body: { FailedEntryCount: 0, Entries: entries.map((_, i) => ({ EventId: `e${i}` })) },
});

describe('EventBridge', () => {
  test('gets each event whole, ten in a call', async () => {
    answer = taken;
    calls.length = 0;
    const events = Array.from({ length: 23 }, (_, i) => eventOf(`id-${i}`));
    const sink = createEventBridgeSink({ client, busName: 'sales', source: 'tix' });
    expect(await sink.publish(events)).toEqual(events.map(() => ({ kind: 'published' })));
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(calls.flat().map(({ Detail }) => JSON.parse(Detail))).toEqual(events);
    expect(calls[0]?.[0]).toMatchObject({
      EventBusName: 'sales',
      Source: 'tix',
      DetailType: 'tix.seat.released.v1',
    });
  });

  test('may take some entries and refuse others, and each is told apart', async () => {
    answer = (entries) => ({
      status: 200,
      body: {
        FailedEntryCount: 1,
        Entries: entries.map((_, i) =>
          i === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: `e${i}` },
        ),
      },
    });
    const sink = createEventBridgeSink({ client, busName: 'sales', source: 'tix' });
    expect(await sink.publish(['a', 'b', 'c'].map(eventOf))).toEqual([
      { kind: 'published' },
      { kind: 'failed', reason: 'ThrottlingException' },
      { kind: 'published' },
    ]);
  });

  test('that fails a call fails its events only; what went before is not told again', async () => {
    answer = (entries) =>
      entries.length === 10 ? taken(entries) : { status: 500, body: { __type: 'InternalException' } };
    const sink = createEventBridgeSink({ client, busName: 'sales', source: 'tix' });
    const outcomes = await sink.publish(Array.from({ length: 12 }, (_, i) => eventOf(`id-${i}`)));
    expect(outcomes.map(({ kind }) => kind)).toEqual([...Array(10).fill('published'), 'failed', 'failed']);
  });
});
