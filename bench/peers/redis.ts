import { join } from 'node:path';
import { Redis } from 'ioredis';
import { EVENT_ID, hold, OPENS_MS, SEATS, seatId, sessionId, userId } from '../hold/shape.ts';
import type { Peer } from './peer.ts';
import { startRedisPeer } from './server.ts';

const SEEDED_AT_ONCE = 5_000;

/** Keys: session, its reservations, the change stream, seats. Arguments: now, until, request key, request hash, user, session. */
const HOLD = `
  local now, hold_until = tonumber(ARGV[1]), ARGV[2]
  local session = redis.call('HMGET', KEYS[1], 'expires', 'limit', 'held', 'request:' .. ARGV[3])
  if not session[1] or tonumber(session[1]) <= now then return 'session-ended' end
  if session[4] then return session[4] == ARGV[4] and 'held' or 'key-reused' end
  local wanted = #KEYS - 3
  if tonumber(session[3]) + wanted > tonumber(session[2]) then return 'too-many' end
  for i = 4, #KEYS do
    local seat = redis.call('HMGET', KEYS[i], 'state', 'until')
    if not seat[1] or seat[1] == '2' or (seat[1] == '1' and tonumber(seat[2]) > now) then return 'taken' end
  end
  local change = { 'XADD', KEYS[3], '*', 'at', ARGV[1], 'session', ARGV[6] }
  for i = 4, #KEYS do
    redis.call('HSET', KEYS[i], 'state', '1', 'until', hold_until, 'session', ARGV[6])
    redis.call('HINCRBY', KEYS[i], 'ver', 1)
    redis.call('HSET', KEYS[2], KEYS[i], 'locked ' .. ARGV[5] .. ' ' .. ARGV[1])
    change[#change + 1] = 'seat'
    change[#change + 1] = KEYS[i]
  end
  redis.call('HINCRBY', KEYS[1], 'held', wanted)
  redis.call('HSET', KEYS[1], 'request:' .. ARGV[3], ARGV[4])
  redis.call(unpack(change))
  return 'held'
`;

/** Two-seat holds by one Lua script each, pipelined by the client. */
export async function openRedisPeer(
  flushed: 'always' | 'everysec',
  shoppers: number,
): Promise<Peer | undefined> {
  const server = await startRedisPeer(flushed);
  if (server === undefined) return undefined;
  await using opened = new AsyncDisposableStack();
  opened.use(server);
  const redis = new Redis(join(server.dir, 'socket'), { enableAutoPipelining: true });
  opened.defer(() => redis.disconnect());
  const script = String(await redis.script('LOAD', HOLD));
  for (let first = 0; first < SEATS; first += SEEDED_AT_ONCE) {
    const pipeline = redis.pipeline();
    for (let n = first; n < first + SEEDED_AT_ONCE; n += 1)
      pipeline.hset(seatKey(seatId(n)), { state: 0, tier: 'standard', price: 12_000, ver: 0 });
    await pipeline.exec();
  }
  const pipeline = redis.pipeline();
  for (let n = 0; n < shoppers; n += 1)
    pipeline.hset(`session:${sessionId(n)}`, {
      user: userId(n),
      expires: OPENS_MS + 600_000,
      limit: 10,
      held: 0,
    });
  await pipeline.exec();
  const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? '';
  const closing = opened.move();
  return {
    server: `Redis ${version}`,
    async hold(n) {
      const { shopper, seatIds, key, requestHash } = hold(n);
      const id = sessionId(shopper);
      const keys = [`session:${id}`, `reservations:${id}`, `changes:${EVENT_ID}`, ...seatIds.map(seatKey)];
      const until = OPENS_MS + 600_000;
      const user = userId(shopper);
      return String(
        await redis.evalsha(script, keys.length, ...keys, OPENS_MS, until, key, requestHash, user, id),
      );
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function seatKey(seat: string): string {
  return `seat:${EVENT_ID}:${seat}`;
}
