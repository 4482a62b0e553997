import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';
import { ALL_FREE, EVENT_ID, free, openCache, openClient, SECTION, sold } from './support.ts';

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
const url = redis?.url ?? '';
afterAll(() => redis?.[Symbol.asyncDispose]());

describe.skipIf(redis === undefined)('several servers on one Redis', () => {
  beforeEach(async () => {
    await using client = openClient(url);
    await client.flushall();
  });

  test('a section that nobody has is loaded from the store once for all of them', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => openCache(url)));
    let loads = 0;
    const maps = await Promise.all(
      servers.flatMap((cache) =>
        Array.from({ length: 10 }, () =>
          cache.section(EVENT_ID, SECTION, Date.now(), async () => {
            loads += 1;
            await new Promise((resolve) => setTimeout(resolve, 60));
            return ALL_FREE;
          }),
        ),
      ),
    );
    expect(maps.every(({ availableCount }) => availableCount === 12)).toBe(true);
    expect(loads).toBe(1);
    await Promise.all(servers.map((cache) => cache.close()));
  });

  test('a server that dies while loading keeps the others waiting for a moment only', async () => {
    const [doomed, other] = await Promise.all([openCache(url), openCache(url)]);
    const { promise: hanging } = Promise.withResolvers<never>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    void doomed
      .section(EVENT_ID, SECTION, Date.now(), () => {
        begin();
        return hanging;
      })
      .catch(() => {});
    await begun;
    await doomed.close();
    const map = await other.section(EVENT_ID, SECTION, Date.now(), async () => ALL_FREE);
    expect(map.availableCount).toBe(12);
    await other.close();
  });

  test('while one loads an old map again, the others go on with the old one', async () => {
    const [loader, reader] = await Promise.all([openCache(url, { maxAgeMs: 1_000 }), openCache(url)]);
    const startMs = Date.now();
    await loader.section(EVENT_ID, SECTION, startMs, async () => ALL_FREE);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const reloaded = loader.section(EVENT_ID, SECTION, startMs + 5_000, async () => {
      begin();
      await gate;
      return [sold(0, 1), ...ALL_FREE.slice(1)];
    });
    await begun;
    const neverLoads = () => Promise.reject(new Error('one load is enough'));
    expect((await reader.section(EVENT_ID, SECTION, startMs + 5_000, neverLoads)).availableCount).toBe(12);
    open();
    expect((await reloaded).availableCount).toBe(11);
    expect((await reader.section(EVENT_ID, SECTION, startMs + 5_000, neverLoads)).availableCount).toBe(11);
    await Promise.all([loader.close(), reader.close()]);
  });

  test('a change that one is told of is seen by all', async () => {
    const [teller, reader] = await Promise.all([openCache(url), openCache(url, { nearMs: 0 })]);
    const load = async () => ALL_FREE;
    await reader.section(EVENT_ID, SECTION, Date.now(), load);
    await teller.apply(EVENT_ID, SECTION, sold(3, 1));
    const map = await reader.section(EVENT_ID, SECTION, Date.now(), load);
    expect(map.seats.find(({ seatId }) => seatId.endsWith('S3'))?.availability).toBe('reserved');
    await Promise.all([teller.close(), reader.close()]);
  });

  test('an index that lags behind the changes does not bring back what they said, though the map was gone', async () => {
    const cache = await openCache(url, { nearMs: 0 });
    await using client = openClient(url);
    await cache.apply(EVENT_ID, SECTION, sold(3, 2), free(4, 5));
    await client.del('seatmap:final:A1');
    const lagging = async () => [...ALL_FREE.slice(0, 3), sold(4, 4), ...ALL_FREE.slice(5)];
    const map = await cache.section(EVENT_ID, SECTION, Date.now(), lagging);
    const [three, four] = [3, 4].map((number) =>
      map.seats.find(({ seatId }) => seatId.endsWith(`#S${number}`)),
    );
    expect(three).toEqual(sold(3, 2));
    expect(four).toEqual(free(4, 5));
    await cache.close();
  });
});
