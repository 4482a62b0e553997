import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import {
  cdnConsumer,
  cdnPathsOf,
  createChangeFeed,
  type FeedChange,
} from '../../../src/service/feed/index.ts';
import type { ReservationStore } from '../../../src/service/ports/index.ts';
import { NOW_MS, seatChange } from './support.ts';

/** A store with so many changes in its log: every session that starts is one. */
async function storeWithChanges(count: number, changesMax = 10_000): Promise<ReservationStore> {
  const store = createMemoryStore({ changesMax });
  for (let number = 0; number < count; number += 1)
    await store.startSession({
      sessionId: `session-${number}`,
      eventId: 'final',
      userId: `user-${number}`,
      tokenId: `token-${number}`,
      nowMs: NOW_MS,
      expiresAtMs: NOW_MS + 600_000,
      seatLimit: 4,
      admissionsPerUser: 1,
      newcomerPlaces: [number],
      passHolderPlaces: [],
      slotStart: 0,
    });
  return store;
}

const namesOf = (changes: readonly FeedChange[]) =>
  changes.map(({ body }) => (body.kind === 'session' ? body.sessionId : '?'));

describe('the embedded change feed', () => {
  test('brings every change once when nothing goes wrong, in the order of commits', async () => {
    const store = await storeWithChanges(2_500);
    const seen: string[] = [];
    const feed = createChangeFeed({
      store,
      consumer: 'reader',
      afterSeq: 0,
      consume: async (changes) => {
        seen.push(...namesOf(changes));
        return [];
      },
      missed: async () => {},
    });
    await feed.drain();
    await feed.drain();
    expect(seen).toEqual(Array.from({ length: 2_500 }, (_, number) => `session-${number}`));
    await feed.checkpoint();
    expect(await store.readCursor('reader')).toBe(2_500);
  });

  test('what could not be dealt with is brought again, with all after it, and none before it', async () => {
    const store = await storeWithChanges(5);
    const turns: string[][] = [];
    let refuses = true;
    const feed = createChangeFeed({
      store,
      consumer: 'reader',
      afterSeq: 0,
      consume: async (changes) => {
        turns.push(namesOf(changes));
        return refuses ? changes.slice(2, 3) : [];
      },
      missed: async () => {},
    });
    await feed.drain();
    await feed.checkpoint();
    expect(await store.readCursor('reader')).toBe(2);
    refuses = false;
    await feed.drain();
    expect(turns).toEqual([
      ['session-0', 'session-1', 'session-2', 'session-3', 'session-4'],
      ['session-2', 'session-3', 'session-4'],
    ]);
  });

  test('a log that was pruned past the reader is told, once', async () => {
    const store = await storeWithChanges(40, 10);
    let missed = 0;
    const seen: string[] = [];
    const feed = createChangeFeed({
      store,
      consumer: 'reader',
      afterSeq: 0,
      consume: async (changes) => {
        seen.push(...namesOf(changes));
        return [];
      },
      missed: async () => {
        missed += 1;
      },
    });
    await feed.drain();
    await feed.drain();
    expect(missed).toBe(1);
    expect(seen.at(-1)).toBe('session-39');
  });
});

describe('the CDN', () => {
  const event: FeedChange = {
    atMs: NOW_MS,
    body: { kind: 'event', eventId: 'final', name: 'Final', venueHash: 'v1' },
  };
  const log = pino({ level: 'silent' });

  test('forgets an event’s own pages when the event changes, and nothing else', () => {
    expect(cdnPathsOf(event.body)).toEqual(['/v1/events', '/v1/events/final']);
    expect(cdnPathsOf(seatChange('A', 1, 1).body)).toEqual([]);
  });

  test('is asked once a batch, whatever is repeated in it, and not at all for seats', async () => {
    const asked: string[][] = [];
    const consume = cdnConsumer({ log, invalidate: async (paths) => void asked.push([...paths]) });
    expect(await consume([event, seatChange('A', 1, 1), event])).toEqual([]);
    expect(await consume([seatChange('A', 1, 1)])).toEqual([]);
    expect(asked).toEqual([['/v1/events', '/v1/events/final']]);
  });

  test('is asked again when it could not be reached', async () => {
    const consume = cdnConsumer({ log, invalidate: () => Promise.reject(new Error('throttled')) });
    expect(await consume([seatChange('A', 1, 1), event])).toEqual([event]);
  });
});
