import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';
import { ALL_FREE, EVENT_ID, free, locked, openCache, openClient, SECTION, sold } from './support.ts';

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
const url = redis?.url ?? '';
afterAll(() => redis?.[Symbol.asyncDispose]());

const load = async () => ALL_FREE;

describe.skipIf(redis === undefined)('what stands in Redis', () => {
  beforeEach(async () => {
    await using client = openClient(url);
    await client.flushall();
  });

  test('maps by section, block and row are JSON strings, free seats by section and block are hashes', async () => {
    const cache = await openCache(url);
    await using client = openClient(url);
    await cache.section(EVENT_ID, SECTION, Date.now(), load);
    await cache.apply(EVENT_ID, SECTION, sold(0, 1), locked(7, 1, Date.now() + 60_000));

    const section = JSON.parse((await client.get('seatmap:final:A1')) ?? '');
    expect(section.availableCount).toBe(10);
    expect(section.seats).toMatchObject({
      'B1#R1#S0': 'reserved',
      'B1#R1#S1': 'available',
      'B2#R1#S7': 'locked',
    });
    expect(Object.keys(section.seats)).toHaveLength(12);
    expect(JSON.parse((await client.get('seatmap:final:A1:B1')) ?? '')).toEqual({
      availableCount: 5,
      seats: {
        'R1#S0': 'reserved',
        'R1#S1': 'available',
        'R1#S2': 'available',
        'R2#S3': 'available',
        'R2#S4': 'available',
        'R2#S5': 'available',
      },
    });
    expect(JSON.parse((await client.get('seatmap:final:A1:B2:R1')) ?? '')).toEqual({
      availableCount: 2,
      seats: { S6: 'available', S7: 'locked', S8: 'available' },
    });
    expect(await client.hgetall('availability:final')).toEqual({ A1: '10' });
    expect(await client.hgetall('availability:final:A1')).toEqual({ B1: '5', B2: '5' });
    await cache.close();
  });

  test('nothing stays for ever, and not everything ends at the same moment', async () => {
    const cache = await openCache(url, { ttlMs: 60_000 });
    await using client = openClient(url);
    const sections = Array.from({ length: 30 }, (_, number) => `S${number}`);
    for (const id of sections) await cache.section(EVENT_ID, id, Date.now(), load);
    const keys = await client.keys('*');
    const lives = await Promise.all(keys.map((key) => client.pttl(key)));
    expect(Math.min(...lives)).toBeGreaterThan(0);
    const maps = await Promise.all(sections.map((id) => client.pttl(`seatmap:final:${id}`)));
    expect(Math.max(...maps)).toBeLessThanOrEqual(72_000);
    expect(Math.max(...maps) - Math.min(...maps)).toBeGreaterThan(3_000);
    await cache.close();
  });

  test('a lock that lapses is gone from everything that cannot say so, and the next reader writes it anew', async () => {
    const cache = await openCache(url, { nearMs: 0 });
    await using client = openClient(url);
    const lapseMs = Date.now() + 600;
    await cache.section(EVENT_ID, SECTION, Date.now(), async () => [
      locked(0, 1, lapseMs),
      ...ALL_FREE.slice(1),
    ]);
    expect(await client.hget('availability:final:A1', 'B1')).toBe('5');
    await sleep(lapseMs + 50 - Date.now());
    for (const key of [
      'availability:final',
      'availability:final:A1',
      'seatmap:final:A1:B1',
      'seatmap:final:A1:B1:R1',
    ])
      expect([key, await client.exists(key)]).toEqual([key, 0]);
    expect(await client.exists('seatmap:final:A1:B2')).toBe(1);

    const neverLoads = () => Promise.reject(new Error('a lapse needs no load'));
    const map = await cache.section(EVENT_ID, SECTION, Date.now(), neverLoads);
    expect(map.availableCount).toBe(12);
    expect(await client.hgetall('availability:final:A1')).toEqual({ B1: '6', B2: '6' });
    expect(JSON.parse((await client.get('seatmap:final:A1:B1:R1')) ?? '').availableCount).toBe(3);
    await cache.close();
  });

  test('a map and its counts never disagree, whoever looks, while several servers write', async () => {
    const servers = await Promise.all([openCache(url), openCache(url), openCache(url)]);
    await using client = openClient(url);
    await Promise.all(servers.map((cache) => cache.section(EVENT_ID, SECTION, Date.now(), load)));
    let writing = true;
    const writers = Promise.all(
      servers.map(async (cache, server) => {
        for (let ver = 1; ver <= 60; ver += 1) {
          const number = (ver * 5 + server * 4) % 12;
          await cache.apply(EVENT_ID, SECTION, ver % 2 === 1 ? sold(number, ver) : free(number, ver));
        }
      }),
    ).finally(() => {
      writing = false;
    });
    let looks = 0;
    while (writing) {
      const replies = await client
        .multi()
        .get('seatmap:final:A1')
        .mget('seatmap:final:A1:B1', 'seatmap:final:A1:B2')
        .hget('availability:final', SECTION)
        .hvals('availability:final:A1')
        .exec();
      const [map, blocks, whole, byBlock] = (replies ?? []).map(([, reply]) => reply) as [
        string,
        string[],
        string,
        string[],
      ];
      const section = JSON.parse(map);
      const seatsFree = Object.values(section.seats).filter((state) => state === 'available').length;
      const inBlocks = blocks.map((text) => JSON.parse(text).availableCount);
      const sum = (counts: unknown[]) => counts.reduce((total: number, count) => total + Number(count), 0);
      expect([section.availableCount, Number(whole), sum(byBlock), sum(inBlocks)]).toEqual(
        Array(4).fill(seatsFree),
      );
      looks += 1;
    }
    await writers;
    expect(looks).toBeGreaterThan(5);
    await Promise.all(servers.map((cache) => cache.close()));
  });

  test('what is foreign or damaged under a key counts as not cached, and is replaced', async () => {
    const cache = await openCache(url, { nearMs: 0 });
    await using client = openClient(url);
    for (const garbage of ['', 'not json', '[]', '{"stamp":"x"}', '{"availableCount":3,"seats":{}}']) {
      await client.set('seatmap:final:A1', garbage);
      const map = await cache.section(EVENT_ID, SECTION, Date.now(), load);
      expect([garbage, map.seats.length]).toEqual([garbage, 12]);
      expect(JSON.parse((await client.get('seatmap:final:A1')) ?? '').availableCount).toBe(12);
    }
    await cache.close();
  });

  test('forgetting everything leaves other people’s keys alone', async () => {
    const cache = await openCache(url, { keyPrefix: 'tix:' });
    await using client = openClient(url);
    await client.set('seatmap:final:A1', 'of somebody else');
    await cache.section(EVENT_ID, SECTION, Date.now(), load);
    await cache.clear();
    expect(await client.keys('*')).toEqual(
      expect.arrayContaining(['seatmap:final:A1', 'tix:seatmap-cleared']),
    );
    expect(await client.keys('tix:seatmap:*')).toEqual([]);
    await cache.close();
  });
});
