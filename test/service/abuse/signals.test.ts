import pino from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemorySignals } from '../../../src/service/adapters/signals-memory/index.ts';
import { openRedisSignals } from '../../../src/service/adapters/signals-redis/index.ts';
import { SignalsUnavailableError } from '../../../src/service/ports/index.ts';
import { describeSignalStore } from '../../contracts/signal-store.contract.ts';
import { startRedis } from '../../support/redis.ts';
import { requireProgram } from '../../support/require-program.ts';

describeSignalStore('in this process', async () => createMemorySignals());

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
afterAll(() => redis?.[Symbol.asyncDispose]());
const log = pino({ level: 'silent' });
let stores = 0;

describe.skipIf(redis === undefined)('on a real Redis', () => {
  describeSignalStore('in Redis', () => {
    stores += 1;
    return openRedisSignals({ url: redis?.url ?? '', keyPrefix: `signals-${stores}:`, log });
  });

  test('when Redis is gone it says so at once, and no password is in what it says', async () => {
    const store = await openRedisSignals({ url: 'redis://:secret-word@127.0.0.1:1', log });
    const failure = store.flagOf('recital', 'ada', 0);
    await expect(failure).rejects.toThrow(SignalsUnavailableError);
    await expect(failure).rejects.not.toThrow('secret-word');
    await store.close();
  });
});
