import type { Logger } from 'pino';
import type { AvailabilityCache, Clock, Random, SignalStore } from '../../ports/index.ts';
import { requireSecret, type SecretReader } from '../secrets/index.ts';
import type { CacheSettings } from '../settings/index.ts';

/** The Region's shared cache of seat maps. Without it the maps come from the store, so its absence is no failure. */
export async function openSharedCache(
  { host, port, secret }: CacheSettings,
  parts: { read: SecretReader; log: Logger; clock: Clock; random: Random },
): Promise<AvailabilityCache> {
  const { openRedisAvailability } = await import('../../adapters/availability-redis/index.ts');
  return openRedisAvailability({ ...parts, url: await urlOf({ host, port, secret }, parts.read) });
}

/** Signals of abuse, in the same server. */
export async function openSharedSignals(
  settings: CacheSettings,
  { read, log }: { read: SecretReader; log: Logger },
): Promise<SignalStore> {
  const { openRedisSignals } = await import('../../adapters/signals-redis/index.ts');
  return openRedisSignals({ url: await urlOf(settings, read), log });
}

async function urlOf({ host, port, secret }: CacheSettings, read: SecretReader): Promise<string> {
  return `rediss://:${encodeURIComponent(await requireSecret(read, secret))}@${host}:${port}`;
}
