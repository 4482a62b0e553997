import { Redis } from 'ioredis';
import { monotonicMs } from '../../../service/adapters/system/index.ts';
import { bad, type Check, type Outcome, ok, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';

const PINGS = 5;
const CONNECT_MS = 2_000;
/** A map waits for the cache; slower than this, the store would be quicker. */
const ROUND_TRIP_MS_GOOD = 5;

/** The shared cache answers, quickly, and is of a kind whose scripts may touch several keys. */
export const cacheCheck = ({ cacheUrl }: Patient): Check => ({
  name: 'cache',
  async run() {
    if (cacheUrl === undefined)
      return [skipped('no shared cache was named', 'Name it with --cache when several servers share one')];
    const redis = new Redis(cacheUrl, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      commandTimeout: CONNECT_MS,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    // What it has to say comes with the command that failed.
    redis.on('error', () => {});
    try {
      await redis.connect();
      const roundTripMs = await quickestPing(redis);
      const info = await redis.info();
      return [latency(roundTripMs), ...kind(info)];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [
        bad(
          'unreachable',
          `the cache does not answer (${reason})`,
          'Start it, or check --cache and the network',
        ),
      ];
    } finally {
      redis.disconnect();
    }
  },
});

async function quickestPing(redis: Redis): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < PINGS; i++) {
    const started = monotonicMs();
    await redis.ping();
    quickest = Math.min(quickest, monotonicMs() - started);
  }
  return quickest;
}

function latency(roundTripMs: number): Outcome {
  const measured = { roundTripMs: Number(roundTripMs.toFixed(2)) };
  const says = `the cache answers within ${measured.roundTripMs} ms`;
  return roundTripMs <= ROUND_TRIP_MS_GOOD
    ? ok(says, measured)
    : bad('warning', says, 'Put it into the Region and zone of the service', measured);
}

function kind(info: string): Outcome[] {
  const value = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const outcomes: Outcome[] = [];
  if (value('cluster_enabled') === '1')
    outcomes.push(
      bad(
        'failed',
        'cluster mode is on: scripts over several keys fail',
        'Use a cache with cluster mode disabled',
      ),
    );
  if (value('maxmemory') !== '0' && value('maxmemory_policy') === 'noeviction')
    outcomes.push(
      bad(
        'warning',
        'the cache refuses writes when it is full',
        'Set maxmemory-policy to volatile-lru: every key may go',
      ),
    );
  return outcomes;
}
