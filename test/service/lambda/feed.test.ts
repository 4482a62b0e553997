import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import type { SeatState } from '../../../src/core/reservation/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { decodeChanges, encodeChanges, type FeedChange } from '../../../src/service/feed/index.ts';
import {
  createExpiryHandler,
  createMapQueueHandler,
  createOutboundHandler,
  createStreamHandler,
  type QueueSender,
} from '../../../src/service/lambda/feed/index.ts';
import {
  type AvailabilityCache,
  CacheUnavailableError,
  type OutboundEvent,
} from '../../../src/service/ports/index.ts';
import { openBuyer, openHarness } from '../harness.ts';
import { lambdaContext, recordingTelemetry } from './events.ts';

const NOW_MS = 1_800_000_000_000;
const clock = { nowMs: () => NOW_MS };

/** A seat of section A as a record of its table's stream. */
function seatRecord(sequence: number, availability: SeatState['availability'], ver: number): DynamoDBRecord {
  const expiry = availability === 'locked' ? { expiresAt: { S: new Date(NOW_MS + 1000).toISOString() } } : {};
  const owner = availability === 'available' ? {} : { sessionId: { S: 's1' } };
  return {
    eventID: `e${sequence}`,
    eventName: 'MODIFY',
    dynamodb: {
      ApproximateCreationDateTime: NOW_MS / 1000,
      SequenceNumber: String(sequence),
      OldImage: { ver: { N: String(ver - 1) } },
      NewImage: {
        eventId: { S: 'gala' },
        sectionId: { S: 'A' },
        seatId: { S: 'A#B#R#1' },
        tier: { S: 't' },
        priceMinor: { N: '100' },
        updatedAt: { S: new Date(NOW_MS).toISOString() },
        availability: { S: availability },
        ver: { N: String(ver) },
        ...expiry,
        ...owner,
      },
    },
  };
}

function sqsRecord(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    body,
    receiptHandle: 'r',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '1',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:q',
    awsRegion: 'eu-central-1',
  };
}

/** A queue in memory, which takes nothing while it is told so. */
function memoryQueue() {
  const sent: { body: string; delaySeconds?: number }[] = [];
  const queue = { sent, refuses: (_id: string): boolean => false, isAway: false };
  const send: QueueSender = async (messages) => {
    if (queue.isAway) throw new Error('the queue is away');
    const taken = messages.filter(({ id }) => !queue.refuses(id));
    sent.push(
      ...taken.map(({ body, delaySeconds }) => ({
        body,
        ...(delaySeconds === undefined ? {} : { delaySeconds }),
      })),
    );
    return messages.filter(({ id }) => queue.refuses(id)).map(({ id }) => id);
  };
  const changes = () => sent.flatMap(({ body }) => decodeChanges(body) ?? []);
  return { ...queue, queue, send, changes };
}

describe('streams to queues', () => {
  function open() {
    const [maps, outside] = [memoryQueue(), memoryQueue()];
    const told = recordingTelemetry();
    const handler = createStreamHandler({
      mapQueue: maps.send,
      outboundQueue: outside.send,
      telemetry: told.telemetry,
    });
    const run = (...Records: DynamoDBRecord[]) => handler({ Records }, lambdaContext());
    return { maps, outside, told, run };
  }

  test('every seat change reaches the maps, and only what the outside must hear leaves', async () => {
    const { maps, outside, told, run } = open();
    const response = await run(
      seatRecord(1, 'locked', 1),
      seatRecord(2, 'available', 2),
      seatRecord(3, 'reserved', 3),
    );
    expect(response).toEqual({ batchItemFailures: [] });
    expect(maps.changes().map(({ body }) => body.kind === 'seat' && body.availability)).toEqual([
      'locked',
      'available',
      'reserved',
    ]);
    expect(outside.changes().map(({ body }) => body.kind === 'seat' && body.availability)).toEqual([
      'available',
    ]);
    expect([told.total('SeatLocksWritten'), told.total('SeatsFreed'), told.total('SeatsSold')]).toEqual([
      1, 1, 1,
    ]);
  });

  test('what one queue did not take is brought again from the lowest sequence number, and not counted', async () => {
    const { maps, outside, told, run } = open();
    outside.queue.isAway = true;
    const records = [
      seatRecord(9, 'locked', 1),
      seatRecord(10, 'available', 2),
      seatRecord(11, 'available', 4),
    ];
    expect(await run(...records)).toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] });
    maps.queue.isAway = true;
    expect(await run(...records)).toEqual({ batchItemFailures: [{ itemIdentifier: '9' }] });
    expect(told.measures).toEqual([]);
    maps.queue.isAway = false;
    outside.queue.isAway = false;
    expect(await run(...records)).toEqual({ batchItemFailures: [] });
    expect(outside.changes()).toHaveLength(2);
  });

  test('an empty batch is nothing to fail over', async () => {
    expect(await open().run()).toEqual({ batchItemFailures: [] });
  });
});

const seatChange = (seatId: string, ver: number): FeedChange => ({
  atMs: NOW_MS - 150,
  body: {
    kind: 'seat',
    eventId: 'gala',
    sectionId: seatId.split('#')[0] ?? '',
    seatId,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver,
  },
});

describe('the queue to the cached maps', () => {
  function open(apply: AvailabilityCache['apply']) {
    const told = recordingTelemetry();
    const cache = { apply } as AvailabilityCache;
    const handler = createMapQueueHandler({ cache: async () => cache, clock, telemetry: told.telemetry });
    return { told, run: (...Records: SQSRecord[]) => handler({ Records }, lambdaContext()) };
  }

  test('only sections that changed are touched, and how late the news came is measured', async () => {
    const applied: string[] = [];
    const { told, run } = open(async (eventId, sectionId, ...seats) => {
      applied.push(`${eventId} ${sectionId} ${seats.map(({ seatId, ver }) => `${seatId}@${ver}`)}`);
    });
    const changes = [seatChange('A#B#R#1', 1), seatChange('A#B#R#1', 2), seatChange('C#B#R#1', 7)];
    expect(await run(sqsRecord('m1', encodeChanges(changes)))).toEqual({ batchItemFailures: [] });
    expect(applied).toEqual(['gala A A#B#R#1@2', 'gala C C#B#R#1@7']);
    expect(told.measures.every(({ name, value }) => name === 'MapChangeAge' && value === 150)).toBe(true);
  });

  test('while the cache is away its messages come again; others are done', async () => {
    const { run } = open(async (_, sectionId) => {
      if (sectionId === 'A') throw new CacheUnavailableError('gone');
    });
    const records = [
      sqsRecord('m1', encodeChanges([seatChange('A#B#R#1', 1)])),
      sqsRecord('m2', encodeChanges([seatChange('C#B#R#1', 1)])),
      sqsRecord('m3', 'not ours'),
    ];
    expect(await run(...records)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }],
    });
  });
});

function memorySink() {
  const published: OutboundEvent[] = [];
  const sink = { isAway: false };
  return {
    published,
    sink,
    port: {
      async publish(events: readonly OutboundEvent[]) {
        if (sink.isAway) return events.map(() => ({ kind: 'failed' as const, reason: 'away' }));
        published.push(...events);
        return events.map(() => ({ kind: 'published' as const }));
      },
    },
  };
}

describe('the queue to the outside', () => {
  function open() {
    const bus = memorySink();
    const expiry = memoryQueue();
    const invalidated: { paths: readonly string[]; name: string }[] = [];
    const handler = createOutboundHandler({
      sink: bus.port,
      expiryQueue: expiry.send,
      distribution: {
        invalidate: async (paths, name) => void invalidated.push({ paths, name }),
      },
      hashing: nodeHashing,
      clock,
      telemetry: recordingTelemetry().telemetry,
    });
    const run = (...changes: FeedChange[]) =>
      handler({ Records: [sqsRecord('m1', encodeChanges(changes))] }, lambdaContext());
    return { bus, expiry, invalidated, run };
  }
  const session = (ver: number): FeedChange => ({
    atMs: NOW_MS,
    body: {
      kind: 'session',
      eventId: 'gala',
      sessionId: 's1',
      state: 'reservation',
      ver,
      expiresAtMs: NOW_MS + 300_000,
    },
  });

  test('released seats are told to the bus', async () => {
    const { bus, run } = open();
    expect(await run(seatChange('A#B#R#1', 2))).toEqual({ batchItemFailures: [] });
    expect(bus.published.map(({ type }) => type)).toEqual(['tix.seat.released.v1']);
  });

  test('a session is watched from its beginning on, once', async () => {
    const { expiry, run } = open();
    await run(session(1), session(2), session(3));
    expect(expiry.sent).toEqual([{ body: '{"sessionId":"s1"}', delaySeconds: 301 }]);
  });

  test('a changed event makes the CDN forget it, and a repeat is the same order', async () => {
    const { invalidated, run } = open();
    const change: FeedChange = {
      atMs: NOW_MS,
      body: { kind: 'event', eventId: 'gala', name: 'Gala', venueHash: 'h' },
    };
    await run(change);
    await run(change);
    expect(invalidated[0]?.paths).toContain('/v1/events/gala');
    expect(invalidated[1]).toEqual(invalidated[0]);
  });

  test('what one listener did not take comes again, and tells the same', async () => {
    const { bus, expiry, run } = open();
    bus.sink.isAway = true;
    expect(await run(seatChange('A#B#R#1', 2), session(1))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    bus.sink.isAway = false;
    expiry.queue.isAway = true;
    expect((await run(session(1))).batchItemFailures).toHaveLength(1);
    expiry.queue.isAway = false;
    await run(seatChange('A#B#R#1', 2), session(1));
    await run(seatChange('A#B#R#1', 2), session(1));
    expect(new Set(bus.published.map(({ id }) => id)).size).toBe(1);
  });
});

describe('sessions that run out of time', () => {
  async function open() {
    const harness = await openHarness();
    const buyer = await openBuyer(harness, 'ann');
    await buyer.autoHold({ count: 2, mode: 'together' });
    const bus = memorySink();
    const expiry = memoryQueue();
    const told = recordingTelemetry();
    const handler = createExpiryHandler({
      store: harness.store,
      sink: bus.port,
      expiryQueue: expiry.send,
      clock: { nowMs: harness.nowMs },
      telemetry: told.telemetry,
    });
    const message = sqsRecord('m1', JSON.stringify({ sessionId: buyer.sessionId }));
    return { harness, buyer, bus, expiry, told, run: () => handler({ Records: [message] }, lambdaContext()) };
  }

  test('are told with the seats that lapsed, the same however often one looks', async () => {
    const { harness, buyer, bus, told, run } = await open();
    await harness.passMs(300_000);
    expect(await run()).toEqual({ batchItemFailures: [] });
    await run();
    expect(bus.published).toHaveLength(2);
    expect(bus.published[1]).toEqual(bus.published[0]);
    expect(bus.published[0]).toMatchObject({
      type: 'tix.session.expired.v1',
      data: { sessionId: buyer.sessionId, seatIds: [expect.any(String), expect.any(String)] },
    });
    expect(told.total('SessionsLapsed')).toBe(2);
  });

  test('are looked at again when it is too early, however long they live', async () => {
    const { expiry, bus, run } = await open();
    expect(await run()).toEqual({ batchItemFailures: [] });
    expect(bus.published).toEqual([]);
    expect(expiry.sent[0]?.delaySeconds).toBeGreaterThan(0);
    expect(expiry.sent[0]?.delaySeconds).toBeLessThanOrEqual(900);
  });

  test('are not told when their end was written', async () => {
    const { harness, buyer, bus, run } = await open();
    await buyer.cancel();
    await harness.passMs(300_000);
    await run();
    expect(bus.published).toEqual([]);
  });

  test('come again when the bus or the queue did not take them', async () => {
    const { harness, bus, expiry, run } = await open();
    expiry.queue.isAway = true;
    expect(await run()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    await harness.passMs(300_000);
    bus.sink.isAway = true;
    expect(await run()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
