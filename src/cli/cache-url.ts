import type { Logger } from 'pino';
import { createMemoryAvailability } from '../service/adapters/availability-memory/index.ts';
import { systemRandom } from '../service/adapters/system/index.ts';
import type { AvailabilityCache } from '../service/ports/index.ts';
import { type Context, text } from './framework/index.ts';

const MEMORY = 'memory:';

/** `--cache`, for commands that serve seat maps. */
export const cacheOption = text({
  summary: 'where seat maps are cached: in this process, or in a Redis that several servers share',
  placeholder: 'URL',
  default: MEMORY,
  pattern: /^(?:memory:|rediss?:\/\/[^\s]+)$/,
  expected: 'a cache URL: memory: or redis://HOST:PORT',
});

/** Opens the cache a URL names; the caller closes it. A Redis that is not there is no error: maps come from the store until it is. */
export async function openCache(ctx: Context, url: string, log: Logger): Promise<AvailabilityCache> {
  if (url === MEMORY) return createMemoryAvailability();
  const { openRedisAvailability } = await import('../service/adapters/availability-redis/index.ts');
  return openRedisAvailability({ url, log, clock: ctx.clock, random: systemRandom });
}
