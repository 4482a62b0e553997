import pino from 'pino';
import { afterAll, describe } from 'vitest';
import { openRedisAvailability } from '../../../src/service/adapters/availability-redis/index.ts';
import { systemRandom } from '../../../src/service/adapters/system/index.ts';
import { describeAvailabilityCache } from '../../contracts/availability-cache.contract.ts';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
afterAll(() => redis?.[Symbol.asyncDispose]());

let caches = 0;

describe.skipIf(redis === undefined)('on a real Redis', () => {
  describeAvailabilityCache(
    'the cache in Redis',
    () => {
      caches += 1;
      return openRedisAvailability({
        url: redis?.url ?? '',
        keyPrefix: `cache-${caches}:`,
        clock: { nowMs: () => 1_764_000_000_000 },
        random: { ...systemRandom, unit: () => 0 },
        log: pino({ level: 'silent' }),
      });
    },
    { maxAgeMs: 15_000 },
  );
});
