import { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import { startRedis } from '../support/redis.ts';
import { requireProgram } from '../support/require-program.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';
import { seedHall, serve } from '../support/serve.ts';

const program = requireProgram('redis-server');
const redis = program === undefined ? undefined : await startRedis(program);
afterAll(() => redis?.[Symbol.asyncDispose]());

describe.skipIf(redis === undefined)('a cache shared by servers', () => {
  test('holds the maps that are served, and a sale goes on when it is gone', async () => {
    using folder = tempFolder();
    await seedHall(folder.path);
    await using server = await serve(folder.path, ['--cache', redis?.url ?? '']);
    const availability = async () => {
      const response = await fetch(`${server.url}/v1/events/recital/availability`);
      return (await response.json()) as { available: number };
    };
    const before = await availability();
    const client = new Redis(redis?.url ?? '');
    const counts = await client.hvals('availability:recital');
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(before.available);
    client.disconnect();

    await redis?.stop();
    for (let read = 0; read < 5; read += 1) expect((await availability()).available).toBe(before.available);
    expect((await server.stop()).exitCode).toBe(0);
    await redis?.start();
  });

  test('carries a whole demo', async () => {
    const demo = await runTix([
      ...['demo', '--json', '--buyers', '60', '--venue', 'hall-small', '--open', '6s'],
      ...['--cache', redis?.url ?? ''],
    ]);
    expect(demo.exitCode, demo.stderr + demo.stdout).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ ok: true });
  });
});

test('a cache that cannot be is refused with what can', async () => {
  const { exitCode, stderr } = await runTix(['serve', '--cache', 'memcached://x']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--cache must be a cache URL: memory: or redis://HOST:PORT');
});
