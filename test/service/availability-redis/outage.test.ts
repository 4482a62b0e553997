import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CacheUnavailableError } from '../../../src/service/ports/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';
import { ALL_FREE, EVENT_ID, openCache, openClient, SECTION, sold } from './support.ts';

const program = requireProgram('redis-server');
const started = program === undefined ? undefined : await startRedis(program);
const redis = started as TestRedis;
afterAll(() => started?.[Symbol.asyncDispose]());

/** A store whose section changes under the cache, and which counts how often it is asked. */
class Store {
  loads = 0;
  atOnce = 0;
  atOnceMax = 0;
  seats = ALL_FREE;
  readonly load = async () => {
    this.loads += 1;
    this.atOnce += 1;
    this.atOnceMax = Math.max(this.atOnceMax, this.atOnce);
    await sleep(2);
    this.atOnce -= 1;
    return this.seats;
  };
}

const quick = { commandMs: 100, restMs: 150, nearMs: 0, aloneMs: 50 };

describe.skipIf(started === undefined)('when Redis goes away', () => {
  beforeEach(async () => {
    await using client = openClient(redis.url);
    await client.flushall();
  });

  test('readers under load are answered from the store, one load at a time, and Redis is used again when it is back', async () => {
    const cache = await openCache(redis.url, quick);
    const store = new Store();
    const failures: unknown[] = [];
    const startMs = Date.now();
    const slowest = { ms: 0 };
    let reading = true;
    const readers = Array.from({ length: 20 }, async () => {
      while (reading) {
        const startedMs = performance.now();
        await cache.section(EVENT_ID, SECTION, Date.now(), store.load).catch((error) => failures.push(error));
        slowest.ms = Math.max(slowest.ms, performance.now() - startedMs);
        await sleep(5);
      }
    });
    for (let round = 0; round < 2; round += 1) {
      await sleep(150);
      await redis.stop();
      await sleep(300);
      await redis.start();
      await sleep(300);
    }
    await recovered(cache);
    await sleep(100);
    const loadsBefore = store.loads;
    await sleep(300);
    const loadsWhenBack = store.loads - loadsBefore;
    reading = false;
    await Promise.all(readers);

    expect(failures).toEqual([]);
    expect(store.atOnceMax).toBe(1);
    // 20 readers every 5 ms would ask thousands of times: away, the store is asked once in 50 ms, and back, hardly at all.
    expect(store.loads).toBeLessThan((Date.now() - startMs) / quick.aloneMs + 10);
    expect(loadsWhenBack).toBeLessThanOrEqual(3);
    expect(slowest.ms).toBeLessThan(2_500);
    await using client = openClient(redis.url);
    expect(await client.exists('seatmap:final:A1')).toBe(1);
    await cache.close();
  });

  test('a Redis that accepts and does not answer costs one short wait, not one per reader', async () => {
    const cache = await openCache(redis.url, { ...quick, commandMs: 400, restMs: 60_000 });
    const store = new Store();
    redis.freeze();
    try {
      const times: number[] = [];
      for (let read = 0; read < 30; read += 1) {
        const startedMs = performance.now();
        expect((await cache.section(EVENT_ID, SECTION, Date.now(), store.load)).availableCount).toBe(12);
        times.push(performance.now() - startedMs);
      }
      expect(times.filter((ms) => ms > 350).length).toBeLessThanOrEqual(3);
    } finally {
      redis.thaw();
    }
    await cache.close();
  });

  test('news that could not be told are refused, so that whoever brought them brings them again', async () => {
    const cache = await openCache(redis.url, quick);
    const store = new Store();
    await cache.section(EVENT_ID, SECTION, Date.now(), store.load);
    await redis.stop();
    const news = () => cache.apply(EVENT_ID, SECTION, sold(0, 1));
    await expect(news()).rejects.toThrow(CacheUnavailableError);
    // The process that was told knows all the same.
    expect((await cache.section(EVENT_ID, SECTION, Date.now(), store.load)).availableCount).toBe(11);
    await redis.start();
    await recovered(cache);
    await expect(news()).resolves.toBeUndefined();
    await cache.close();
  });

  test('a service that starts without Redis works, and finds it when it comes', async () => {
    await redis.stop();
    const cache = await openCache(redis.url, quick);
    const store = new Store();
    expect((await cache.section(EVENT_ID, SECTION, Date.now(), store.load)).availableCount).toBe(12);
    await redis.start();
    await recovered(cache);
    store.seats = [sold(0, 1), ...ALL_FREE.slice(1)];
    await cache.invalidate(EVENT_ID, SECTION);
    expect((await cache.section(EVENT_ID, SECTION, Date.now(), store.load)).availableCount).toBe(11);
    await using client = openClient(redis.url);
    expect(await client.hget('availability:final', SECTION)).toBe('11');
    await cache.close();
  });
});

/** Resolves when the cache reaches Redis again; it tries by itself. */
async function recovered(cache: Awaited<ReturnType<typeof openCache>>): Promise<void> {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    try {
      await cache.apply(EVENT_ID, 'Z9');
      return;
    } catch (error) {
      if (Date.now() > untilMs) throw error;
      await sleep(20);
    }
  }
}
