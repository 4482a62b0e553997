import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import { Redis, type Result } from 'ioredis';
import type { Logger } from 'pino';
import { CacheUnavailableError } from '../../ports/index.ts';
import { LET_GO, MERGE, READ } from './scripts.ts';

export interface RedisLinkOptions {
  /** `redis://` or `rediss://`, with user, password and database number where needed. */
  readonly url: string;
  /** Put before every key. */
  readonly keyPrefix: string;
  /** A command that takes longer counts as failed. */
  readonly commandMs: number;
  /** How long Redis is left alone after it failed several times in a row. */
  readonly restMs: number;
  readonly log: Logger;
}

type ReadReply = [isSame: 0 | 1, seen: string, text: string | null, states: string[]];
type MergeReply = [stamp: string, freshUntilMs: number, isFresh: 0 | 1, newer: string] | null;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    tixRead(
      ...args: [map: string, invalidated: string, cleared: string, state: string, stamp: string]
    ): Result<ReadReply, Context>;
    tixMerge(...args: [...keys: string[], request: string]): Result<MergeReply, Context>;
    tixLetGo(lease: string, holder: string): Result<number, Context>;
  }
}

/** Failures in a row after which Redis is left alone. */
const FAILURES_MAX = 3;
const RECONNECT_MS_MAX = 1_000;
const FIRST_CONNECT_MS = 1_000;

/** A connection that fails fast: nothing waits for a Redis that is gone or slow, and it is tried again by itself. */
export class RedisLink {
  readonly keyPrefix: string;
  readonly #redis: Redis;
  readonly #breaker: CircuitBreakerPolicy;

  private constructor({ url, keyPrefix, commandMs, restMs, log }: RedisLinkOptions) {
    this.keyPrefix = keyPrefix;
    this.#redis = new Redis(url, {
      keyPrefix,
      commandTimeout: commandMs,
      connectTimeout: FIRST_CONNECT_MS,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), RECONNECT_MS_MAX),
      scripts: {
        tixRead: { lua: READ, numberOfKeys: 4 },
        tixMerge: { lua: MERGE, numberOfKeys: 9 },
        tixLetGo: { lua: LET_GO, numberOfKeys: 1 },
      },
    });
    // Without a listener the library prints; the breaker says what an operator needs to know.
    this.#redis.on('error', (error: Error) => log.debug({ reason: error.message }, 'availability cache'));
    this.#breaker = circuitBreaker(handleAll, {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(FAILURES_MAX),
    });
    this.#breaker.onBreak(() => log.warn('availability cache cannot be reached: maps come from the store'));
    this.#breaker.onReset(() => log.info('availability cache is back'));
  }

  /** Waits a moment for the first connection and goes on without it: a sale does not depend on its cache. */
  static async open(options: RedisLinkOptions): Promise<RedisLink> {
    const link = new RedisLink(options);
    const redis = link.#redis;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FIRST_CONNECT_MS);
      redis.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    return link;
  }

  /** @throws CacheUnavailableError */
  async run<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      return await this.#breaker.execute(() => command(this.#redis));
    } catch (error) {
      const reason =
        error instanceof BrokenCircuitError ? 'it failed a moment ago' : (error as Error).message;
      throw new CacheUnavailableError(`the availability cache cannot be reached: ${reason}`, {
        cause: error,
      });
    }
  }

  close(): void {
    this.#redis.disconnect();
  }
}
