import type { Logger } from 'pino';
import type { AvailabilityCache, Clock, Random } from '../../ports/index.ts';
import { requireSecret, type SecretReader } from '../secrets/index.ts';
import type { CacheSettings } from '../settings/index.ts';

/** The Region's shared cache of seat maps. Without it the maps come from the store, so its absence is no failure. */
export async function openSharedCache(
  { host, port, secret }: CacheSettings,
  parts: { read: SecretReader; log: Logger; clock: Clock; random: Random },
): Promise<AvailabilityCache> {
  const password = encodeURIComponent(await requireSecret(parts.read, secret));
  const { openRedisAvailability } = await import('../../adapters/availability-redis/index.ts');
  return openRedisAvailability({ ...parts, url: `rediss://:${password}@${host}:${port}` });
}
