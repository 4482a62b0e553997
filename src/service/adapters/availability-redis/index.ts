import type { AvailabilityCache, Clock, Random } from '../../ports/index.ts';
import { RedisAvailability, type RedisAvailabilitySettings } from './redis-availability.ts';
import { RedisLink, type RedisLinkOptions } from './redis-link.ts';

export interface RedisAvailabilityOptions
  extends Pick<RedisLinkOptions, 'url' | 'log'>,
    Partial<Omit<RedisLinkOptions, 'url' | 'log'>>,
    Partial<RedisAvailabilitySettings> {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * A cache of section maps in Redis or Valkey (cluster mode disabled), shared by all servers of a Region. Without Redis it answers from the
 * store. See docs/caching.md for the keys.
 */
export async function openRedisAvailability(options: RedisAvailabilityOptions): Promise<AvailabilityCache> {
  const { url, log, clock, random, keyPrefix = '', commandMs = 250, restMs = 1_000, ...settings } = options;
  const link = await RedisLink.open({ url, log, keyPrefix, commandMs, restMs });
  return new RedisAvailability(link, { clock, random }, settings);
}
