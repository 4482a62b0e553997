import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import type { SeatState } from '../../../src/core/reservation/index.ts';
import { createMemoryAvailability } from '../../../src/service/adapters/availability-memory/index.ts';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';
import { ALL_FREE, EVENT_ID, free, locked, openCache, openClient, SECTION, sold } from './support.ts';

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
const url = redis?.url ?? '';
afterAll(() => redis?.[Symbol.asyncDispose]());

const START_MS = 1_764_000_000_000;

/** One version of a seat is one state, as in a store. */
function stateOf(number: number, ver: number): SeatState {
  if (ver === 0) return free(number);
  const kind = (number * 7 + ver * 5) % 3;
  if (kind === 0) return sold(number, ver);
  return kind === 1 ? free(number, ver) : locked(number, ver, START_MS + ((number * 3 + ver) % 10) * 1_000);
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      seats: fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 3_000 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'invalidate' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'read' as const }) },
);

/** What anybody sees under the keys, so far as it is there, must be what the map says. */
async function expectKeysToAgree(client: Redis, seats: readonly SeatState[]): Promise<void> {
  const freeOf = (prefix: string) =>
    seats.filter(({ seatId, availability }) => seatId.startsWith(prefix) && availability === 'available')
      .length;
  for (const key of await client.keys('seatmap:*')) {
    const part = JSON.parse((await client.get(key)) ?? '');
    const prefix = `${key.split(':').slice(2).join('#')}#`;
    const named = seats.filter(({ seatId }) => seatId.startsWith(prefix));
    expect([key, part.availableCount]).toEqual([key, freeOf(prefix)]);
    expect(part.seats).toEqual(
      Object.fromEntries(
        named.map(({ seatId, availability }) => [seatId.slice(prefix.length), availability]),
      ),
    );
  }
  for (const [block, count] of Object.entries(await client.hgetall('availability:final:A1')))
    expect([block, count]).toEqual([block, String(freeOf(`${SECTION}#${block}#`))]);
  const whole = await client.hget('availability:final', SECTION);
  if (whole !== null) expect(whole).toBe(String(freeOf(`${SECTION}#`)));
}

describe.skipIf(redis === undefined)('the cache in Redis', () => {
  test('shows what the cache in memory shows, after any changes, waits and loads in any order; and so do its keys', async () => {
    await using client = openClient(url);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        await client.flushall();
        let nowMs = START_MS;
        const shared = await openCache(url, { nearMs: 0, clock: { nowMs: () => nowMs } });
        const memory = createMemoryAvailability();
        const truth = new Map(ALL_FREE.map((seat) => [seat.seatId, seat]));
        const load = async () => [...truth.values()];
        const read = async () => {
          const expected = await memory.section(EVENT_ID, SECTION, nowMs, load);
          const seen = await shared.section(EVENT_ID, SECTION, nowMs, load);
          expect(seen.seats).toEqual(expected.seats);
          expect(seen.revision).toBe(expected.revision);
          expect(seen.availableByBlock).toEqual(expected.availableByBlock);
          await expectKeysToAgree(client, expected.seats);
        };
        await read();
        for (const one of steps) {
          if (one.do === 'wait') nowMs += one.ms;
          else if (one.do === 'read') await read();
          else if (one.do === 'invalidate')
            for (const cache of [memory, shared]) await cache.invalidate(EVENT_ID, SECTION);
          else {
            const seats = one.seats.map(([number, ver]) => stateOf(number, ver));
            for (const seat of seats)
              if ((truth.get(seat.seatId)?.ver ?? 0) < seat.ver) truth.set(seat.seatId, seat);
            for (const cache of [memory, shared]) await cache.apply(EVENT_ID, SECTION, ...seats);
          }
        }
        await read();
        await shared.close();
      }),
      { numRuns: 40 },
    );
  });
});
