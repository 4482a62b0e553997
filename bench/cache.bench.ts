import { Redis } from 'ioredis';
import pino from 'pino';
import { median } from 'simple-statistics';
import { findProgram } from '../scripts/lib/system-programs.mjs';
import type { SeatState } from '../src/core/reservation/index.ts';
import { openRedisAvailability } from '../src/service/adapters/availability-redis/index.ts';
import { systemClock, systemRandom } from '../src/service/adapters/system/index.ts';
import { startRedis } from '../test/support/redis.ts';
import type { Bench, BenchRow } from './bench.ts';

const ROUNDS = 7;
const AT_ONCE = 8;
/** A section as large as a stadium's. */
const SEATS = 930;
const SECTION = 'A1';

const seats: readonly SeatState[] = Array.from({ length: SEATS }, (_, number) => ({
  seatId: `${SECTION}#B${1 + Math.floor(number / 100)}#R${1 + (Math.floor(number / 20) % 5)}#S${number}`,
  availability: 'available',
  expiresAtMs: null,
  sessionId: null,
  ver: 0,
}));

/** The shared cache against the bare Redis commands that do the least that could possibly do. */
export const bench: Bench = {
  name: 'cache',
  summary: 'section maps shared in Redis, against bare commands on the same server',
  async run() {
    const program = findProgram('redis-server');
    if (program === undefined)
      throw new Error('redis-server is not installed; `npm test` says how to get it');
    await using server = await startRedis(program);
    return await measure(server.url);
  },
};

async function measure(url: string): Promise<readonly BenchRow[]> {
  const shared = await openRedisAvailability({
    url,
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'silent' }),
    // Every read goes to Redis.
    nearMs: 0,
  });
  const raw = new Redis(url, { enableAutoPipelining: true });
  const read = () => shared.section('bench', SECTION, systemClock.nowMs(), async () => seats);
  await read();
  const body = (await raw.get('seatmap:bench:A1')) ?? '';
  let ver = 0;
  const change = () => {
    ver += 1;
    const seat = seats[ver % SEATS] as SeatState;
    return shared.apply('bench', SECTION, {
      ...seat,
      availability: ver % 2 === 0 ? 'available' : 'reserved',
      ver,
    });
  };
  // Readers that ask one after another: together they would share one look.
  const rates = { read: [], getrange: [], change: [], set: [] } as Record<string, number[]>;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = {
      getrange: await perSecond(1_000, 1, () => raw.getrange('seatmap:bench:A1', 0, 40)),
      read: await perSecond(1_000, 1, read),
      set: await perSecond(400, AT_ONCE, () => raw.set('other', body)),
      change: await perSecond(400, AT_ONCE, change),
    };
    // The first round warms up.
    if (round > 0) for (const [name, rate] of Object.entries(measured)) rates[name]?.push(rate);
  }
  await shared.close();
  raw.disconnect();
  return [
    ratio('unchanged section map from Redis / bare GETRANGE', rates.read, rates.getrange, 0.3),
    ratio('a change merged into a map of 930 seats / bare SET of the map', rates.change, rates.set, 0.05),
  ];
}

function ratio(name: string, part: number[] = [], whole: number[] = [], atLeast: number): BenchRow {
  const [rate, bare] = [median(part), median(whole)];
  return {
    name,
    value: rate / bare,
    unit: '×',
    bar: { atLeast },
    detail: `${Math.round(rate)} against ${Math.round(bare)} a second`,
  };
}

/** Runs the task so often, `atOnce` at a time. */
async function perSecond(count: number, atOnce: number, task: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (count / (performance.now() - startedMs)) * 1000;
}
