import fc from 'fast-check';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import {
  decodeChanges,
  encodeChanges,
  type FeedChange,
  handleQueueRecords,
  handleStreamRecords,
  mapConsumer,
  type QueueMessage,
} from '../../../src/service/feed/index.ts';
import { NOW_MS, seatChange, sectionSeats, watchedCache } from './support.ts';

const log = pino({ level: 'silent' });
const clock = { nowMs: () => NOW_MS + 40 };

/** A stream record as far as the handler looks, with the changes it stands for. */
interface Record {
  readonly dynamodb: { readonly SequenceNumber: string };
  readonly changes: readonly FeedChange[];
}

function record(sequence: number, ...changes: FeedChange[]): Record {
  return { dynamodb: { SequenceNumber: `4000000000000000000000${sequence}` }, changes };
}

const changesOf = ({ changes }: Record) => changes;

describe('from the stream to the queue', () => {
  test('changes arrive whole and in order, several in a message', async () => {
    const changes = Array.from({ length: 50 }, (_, number) => seatChange('A', number, 1));
    const sent: QueueMessage[] = [];
    const response = await handleStreamRecords(
      changes.map((change, i) => record(100 + i, change)),
      {
        log,
        changesOf,
        send: async (messages) => {
          sent.push(...messages);
          return [];
        },
      },
    );
    expect(response).toEqual({ batchItemFailures: [] });
    expect(sent.length).toBeLessThan(changes.length / 10);
    expect(sent.flatMap(({ body }) => decodeChanges(body))).toEqual(changes);
  });

  test('messages stay below what the queue takes, however large the changes', async () => {
    const records = Array.from({ length: 300 }, (_, i) => record(1000 + i, seatChange(`S${i}`, i, 1)));
    const sent: QueueMessage[] = [];
    await handleStreamRecords(records, {
      log,
      changesOf,
      send: async (messages) => {
        sent.push(...messages);
        return [];
      },
    });
    for (const { body } of sent) expect(Buffer.byteLength(body)).toBeLessThan(25 * 1024);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
  });

  test('what could not be sent is named by its lowest sequence number, and nothing before it', async () => {
    const bulk = (section: string) =>
      Array.from({ length: 120 }, (_, number) => seatChange(section, number, 1));
    const records = [record(7, ...bulk('A')), record(8, ...bulk('B')), record(9, ...bulk('C'))];
    const failing = (ids: readonly number[]) =>
      handleStreamRecords(records, {
        log,
        changesOf,
        send: async (messages) => ids.map((index) => messages[index]?.id ?? ''),
      });
    expect(await failing([2, 1])).toEqual({
      batchItemFailures: [{ itemIdentifier: records[1]?.dynamodb.SequenceNumber }],
    });
    const thrown = await handleStreamRecords(records, {
      log,
      changesOf,
      send: () => Promise.reject(new Error('throttled')),
    });
    expect(thrown.batchItemFailures).toEqual([{ itemIdentifier: records[0]?.dynamodb.SequenceNumber }]);
  });

  test('sequence numbers are compared as numbers, though they have more digits than a number holds', async () => {
    const bulk = Array.from({ length: 200 }, (_, number) => seatChange('A', number, 1));
    const long = { dynamodb: { SequenceNumber: '10000000000000000000001' }, changes: bulk };
    const short = { dynamodb: { SequenceNumber: '9999999999999999999999' }, changes: bulk };
    const response = await handleStreamRecords([long, short], {
      log,
      changesOf,
      send: async (messages) => messages.map(({ id }) => id),
    });
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: '9999999999999999999999' }]);
  });

  test('records that say nothing to anybody are passed over without a message', async () => {
    const send = () => Promise.reject(new Error('nothing is to be sent'));
    expect(await handleStreamRecords([record(1), record(2)], { log, changesOf, send })).toEqual({
      batchItemFailures: [],
    });
  });

  test('an identifier is never empty: a record without one fails loudly', async () => {
    const nameless = { dynamodb: { SequenceNumber: '' }, changes: [seatChange('A', 1, 1)] };
    await expect(
      handleStreamRecords([nameless], { log, changesOf, send: async () => ['p0'] }),
    ).rejects.toThrow('sequence number');
  });
});

describe('from the queue to the maps', () => {
  const messageOf = (id: string, ...changes: FeedChange[]) => ({
    messageId: id,
    body: encodeChanges(changes),
  });

  test('only the sections that changed are touched, each once a batch', async () => {
    const { cache, told } = watchedCache();
    const ages: number[] = [];
    const consume = mapConsumer({ cache, clock, arrived: (ageMs) => ages.push(ageMs) });
    const records = [
      messageOf('m1', seatChange('A', 1, 1), seatChange('B', 1, 1)),
      messageOf('m2', seatChange('A', 2, 1), {
        atMs: NOW_MS,
        body: { kind: 'session', eventId: 'final', sessionId: 's', state: 'cancelled', ver: 4 },
      }),
    ];
    expect(await handleQueueRecords(records, { consume, log })).toEqual({ batchItemFailures: [] });
    expect(told.sort()).toEqual(['A', 'B']);
    expect(ages).toEqual([40, 40, 40]);
  });

  test('a message fails alone, when a section of its could not be told', async () => {
    const { cache, away } = watchedCache();
    away.add('B');
    const consume = mapConsumer({ cache, clock, arrived: () => {} });
    const records = [
      messageOf('m1', seatChange('A', 1, 1)),
      messageOf('m2', seatChange('A', 2, 1), seatChange('B', 1, 1)),
      messageOf('m3', seatChange('C', 2, 1)),
    ];
    expect(await handleQueueRecords(records, { consume, log })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }],
    });
  });

  test('a message that cannot be read fails, so that the queue puts it aside, and holds nothing up', async () => {
    const { cache, told } = watchedCache();
    const consume = mapConsumer({ cache, clock, arrived: () => {} });
    const bodies = [
      '',
      'not json',
      '{}',
      '{"format":2,"changes":[]}',
      '{"format":1,"changes":[{"body":{"kind":"seat"}}]}',
    ];
    const records = [
      ...bodies.map((body, i) => ({ messageId: `bad-${i}`, body })),
      messageOf('good', seatChange('A', 1, 1)),
    ];
    const { batchItemFailures } = await handleQueueRecords(records, { consume, log });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      bodies.map((_, i) => `bad-${i}`),
    );
    expect(told).toEqual(['A']);
  });

  test('an identifier is never empty: a message without one fails loudly', async () => {
    const consume = async () => [];
    await expect(handleQueueRecords([{ messageId: '', body: '{}' }], { consume, log })).rejects.toThrow(
      'message id',
    );
  });

  test('repeated, shuffled and split batches leave the maps as the changes in order would', async () => {
    const change = fc.record({
      section: fc.constantFrom('A', 'B'),
      seat: fc.nat({ max: 5 }),
      ver: fc.integer({ min: 1, max: 9 }),
    });
    const scenario = fc.array(change, { minLength: 1, maxLength: 40 }).chain((changes) =>
      fc.record({
        changes: fc.constant(changes),
        // Every change at least once, some twice, in any order, cut anywhere.
        order: fc.shuffledSubarray([...changes.keys(), ...changes.keys()], { minLength: changes.length * 2 }),
        cuts: fc.array(fc.nat({ max: changes.length * 2 }), { maxLength: 6 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ changes, order, cuts }) => {
        const told = changes.map(({ section, seat, ver }) => seatChange(section, seat, ver));
        const { cache } = watchedCache();
        const consume = mapConsumer({ cache, clock, arrived: () => {} });
        const load = (id: string) => async () => sectionSeats(id);
        for (const id of ['A', 'B']) await cache.section('final', id, NOW_MS, load(id));
        const ends = [...cuts, order.length].sort((a, b) => a - b);
        let begin = 0;
        for (const end of ends) {
          const records = order.slice(begin, end).map((index, i) => {
            const one = told[index];
            return messageOf(`m${i}`, ...(one === undefined ? [] : [one]));
          });
          await handleQueueRecords(records, { consume, log });
          begin = Math.max(begin, end);
        }
        for (const id of ['A', 'B']) {
          const newest = new Map(sectionSeats(id).map((seat) => [seat.seatId, seat.ver]));
          for (const { body } of told)
            if (body.kind === 'seat' && body.sectionId === id)
              newest.set(body.seatId, Math.max(newest.get(body.seatId) ?? 0, body.ver));
          const map = await cache.section('final', id, NOW_MS, load(id));
          expect(map.seats.map(({ seatId, ver }) => [seatId, ver])).toEqual([...newest]);
        }
      }),
    );
  });
});
