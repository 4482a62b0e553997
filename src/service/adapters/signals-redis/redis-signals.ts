import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Flag, SIGNALS, type Signal, slide, spanAt } from '../../../core/abuse/index.ts';
import { type SignalStore, SignalsUnavailableError } from '../../ports/index.ts';

export interface RedisSignalsOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly keyPrefix?: string;
  readonly log: Logger;
}

/** A command that takes longer counts as failed: signals are not worth a buyer's wait. */
const COMMAND_MS = 200;
const CONNECT_MS = 1_000;
const RECONNECT_MS_MAX = 1_000;
const PAGE = 1_000;

const flagSchema: z.ZodType<Flag> = z.strictObject({
  eventId: z.string(),
  sub: z.string(),
  level: z.union([z.literal(1), z.literal(2)]),
  signal: z.enum(SIGNALS as [Signal, ...Signal[]]),
  since: z.number(),
  until: z.number(),
  reference: z.string(),
  isHuman: z.boolean(),
});

/**
 * Signals in Redis or Valkey (cluster mode disabled), shared by all instances. A flag is a value of its own that Redis lets expire; a sorted
 * set by expiry lists who has one.
 */
export async function openRedisSignals({
  url,
  keyPrefix = '',
  log,
}: RedisSignalsOptions): Promise<SignalStore> {
  const redis = new Redis(url, {
    keyPrefix,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), RECONNECT_MS_MAX),
  });
  redis.on('error', (error: Error) => log.debug({ reason: error.message }, 'signals'));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, CONNECT_MS);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });

  const flagKey = (eventId: string, sub: string) => `flag:${eventId}:${sub}`;
  const listKey = (eventId: string) => `flagged:${eventId}`;
  const referenceKey = (eventId: string, reference: string) => `flagref:${eventId}:${reference}`;

  async function flagOf(eventId: string, sub: string): Promise<Flag | undefined> {
    return readFlag(await asked(redis.get(flagKey(eventId, sub))));
  }

  return {
    async count(key, windowSeconds, nowMs) {
      const { now, before } = spans(key, windowSeconds, nowMs);
      const replies = await asked(
        redis
          .multi()
          .incr(now)
          .expire(now, 2 * windowSeconds)
          .get(before)
          .exec(),
      );
      const [current, previous] = [replies?.[0]?.[1], replies?.[2]?.[1]];
      return slide(Number(previous ?? 0), Number(current ?? 0), windowSeconds, nowMs);
    },
    async countDistinct(key, member, windowSeconds, nowMs) {
      const { now, before } = spans(key, windowSeconds, nowMs);
      const replies = await asked(
        redis
          .multi()
          .pfadd(now, member)
          .expire(now, 2 * windowSeconds)
          .pfcount(now, before)
          .exec(),
      );
      return Number(replies?.[2]?.[1] ?? 0);
    },
    async flagOf(eventId, sub, nowMs) {
      const flag = await flagOf(eventId, sub);
      return flag !== undefined && flag.until * 1000 > nowMs ? flag : undefined;
    },
    async flagByReference(eventId, reference, nowMs) {
      const sub = await asked(redis.get(referenceKey(eventId, reference)));
      const flag = sub === null ? undefined : await flagOf(eventId, sub);
      return flag !== undefined && flag.until * 1000 > nowMs ? flag : undefined;
    },
    async putFlag(flag, nowMs) {
      const { eventId, sub, reference, until } = flag;
      // What has expired by the caller's clock is put all the same, for a moment, rather than refused.
      const lifeMs = Math.max(1, Math.round(until * 1000 - nowMs));
      await asked(
        redis
          .multi()
          .set(flagKey(eventId, sub), JSON.stringify(flag), 'PX', lifeMs)
          .set(referenceKey(eventId, reference), sub, 'PX', lifeMs)
          .zadd(listKey(eventId), until, sub)
          .zremrangebyscore(listKey(eventId), '-inf', nowMs / 1000)
          .exec(),
      );
    },
    async removeFlag({ eventId, sub, reference }) {
      await asked(
        redis
          .multi()
          .del(flagKey(eventId, sub))
          .del(referenceKey(eventId, reference))
          .zrem(listKey(eventId), sub)
          .exec(),
      );
    },
    async *flags(eventId, nowMs) {
      // A scan may show somebody twice while the set changes; it leaves nobody out.
      const seen = new Set<string>();
      let cursor = '0';
      do {
        const [next, page] = await asked(redis.zscan(listKey(eventId), cursor, 'COUNT', PAGE));
        const subs = page.filter((sub, i) => i % 2 === 0 && !seen.has(sub));
        for (const sub of subs) seen.add(sub);
        const texts =
          subs.length === 0 ? [] : await asked(redis.mget(subs.map((sub) => flagKey(eventId, sub))));
        for (const text of texts) {
          const flag = readFlag(text);
          if (flag !== undefined && flag.until * 1000 > nowMs) yield flag;
        }
        cursor = next;
      } while (cursor !== '0');
    },
    async close() {
      redis.disconnect();
    },
  };
}

/** The keys of the current span and of the one before. */
function spans(key: string, windowSeconds: number, nowMs: number) {
  const { span } = spanAt(windowSeconds, nowMs);
  const of = (number: number) => `signal:${key}:${windowSeconds}:${number}`;
  return { now: of(span), before: of(span - 1) };
}

function readFlag(text: string | null | undefined): Flag | undefined {
  if (text === null || text === undefined) return undefined;
  const parsed = flagSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** @throws SignalsUnavailableError */
async function asked<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw new SignalsUnavailableError(`the signals cannot be reached: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
