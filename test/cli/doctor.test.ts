import { rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLmdbKeyValueStore } from '../../src/service/adapters/kvs-lmdb/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { systemRandom } from '../../src/service/adapters/system/index.ts';
import { addSigningKey } from '../../src/service/sale/index.ts';
import { loadOrCreateSecrets } from '../../src/service/secrets/index.ts';
import { runHere } from '../support/in-process.ts';
import { startRedis } from '../support/redis.ts';
import { requireProgram } from '../support/require-program.ts';
import { tempFolder } from '../support/run-tix.ts';
import { type Served, seedHall, serve } from '../support/serve.ts';

interface Told {
  readonly type: 'finding' | 'verdict';
  readonly check: string;
  readonly state: string;
  readonly says: string;
  readonly fix: string | null;
  readonly measured?: Readonly<Record<string, number>>;
}

/** Runs the doctor as a script would: what it told, line by line, and how it ended. */
async function doctor(dir: string, ...words: string[]) {
  const all = ['doctor', 'recital', '--store', `lmdb:${dir}/store`, '--state', `${dir}/state`, ...words];
  const { exitCode, stdout, stderr } = await runHere([...all, '--json'], { cwd: dir });
  const told: Told[] = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const of = (state: string) => told.filter((one) => one.state === state);
  return { exitCode, told, of, stderr, said: stdout + stderr };
}

/** A sale in a folder of its own, with nothing wrong about it. */
async function soundSale(): Promise<Disposable & { readonly path: string }> {
  const folder = tempFolder();
  await seedHall(folder.path, ['--opens-at', '+1h']);
  const state = ['--store', `lmdb:${folder.path}/store`, '--state', `${folder.path}/state`];
  await runHere(['sale', 'create', 'recital', '--yes', ...state], { cwd: folder.path });
  const kvs = ['--kvs', `file:${folder.path}/state/kvs`];
  await runHere(['sale', 'open', 'recital', '--yes', ...kvs], { cwd: folder.path });
  return folder;
}

describe('before a sale in good order', () => {
  const folder = tempFolder();
  let server: Served;
  beforeAll(async () => {
    await seedHall(folder.path, ['--opens-at', '+1h']);
    server = await serve(folder.path);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test('everything that was named is examined, and found ready', async () => {
    const { exitCode, told, of } = await doctor(folder.path, '--url', server.url);
    expect(of('failed').concat(of('unreachable'), of('warning'))).toEqual([]);
    expect(exitCode).toBe(0);
    const checks = new Set(of('ok').map(({ check }) => check));
    const expected = ['store', 'disk', 'sale record', 'keys', 'site', 'clock'];
    expect([...checks]).toEqual([...expected, 'propagation', 'webhooks']);
    expect(told.at(-1)).toMatchObject({ type: 'verdict', ok: true, failed: 0, skipped: 1 });
  });

  test('clock and propagation are measured', async () => {
    const { of } = await doctor(folder.path, '--url', server.url);
    const measured = (name: string) => of('ok').find(({ check }) => check === name)?.measured;
    expect(Math.abs(measured('clock')?.skewMs ?? Number.NaN)).toBeLessThan(1_000);
    expect(measured('propagation')).toMatchObject({ advisedLeadSeconds: 10 });
    expect(measured('propagation')?.slowestMs).toBeLessThan(3_000);
  });

  test('what it put into the edge’s store is taken out again, and no key is ever told', async () => {
    const { said } = await doctor(folder.path, '--url', server.url);
    const kvs = openLmdbKeyValueStore({ dir: join(folder.path, 'state', 'kvs'), existing: true });
    const names = ['chain', 'draw', 'keys', 'notes', 'sale', 'used'];
    expect(await kvs.list()).toEqual(names.map((name) => `${name}:recital`));
    const keys = ((await kvs.get('keys:recital')) ?? '').match(/[\w-]{43}/g) ?? [];
    await kvs.close();
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect(said).not.toContain(key);
  });

  test('a site that does not answer is exit code 3, whatever else is well', async () => {
    const { exitCode, of, stderr } = await doctor(folder.path, '--url', 'http://127.0.0.1:1');
    expect(exitCode).toBe(3);
    expect(of('unreachable').map(({ check }) => check)).toEqual(['site', 'clock', 'propagation', 'webhooks']);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'TARGET_UNREACHABLE' });
  });

  test('people read findings with what to do under them', async () => {
    const words = [
      'doctor',
      'recital',
      '--store',
      `lmdb:${folder.path}/store`,
      '--state',
      `${folder.path}/state`,
    ];
    const { stdout } = await runHere(words, { cwd: folder.path });
    expect(stdout).toMatch(/^ok {9}store {9}lmdb:.* answers; recital has 163 of 163 seats$/m);
    expect(stdout).toMatch(/^skipped {4}site {10}no site was named\n {25}→ Name it with --url/m);
    expect(stdout).toMatch(/^ready: \d+ findings, 0 failed, 0 warnings$/m);
  });
});

describe('what is wrong is found, with what to do', () => {
  const cases: [
    what: string,
    break_: (dir: string) => Promise<void>,
    check: string,
    says: RegExp,
    fix: RegExp,
  ][] = [
    [
      'a sale that nobody opened',
      async (dir) => {
        await runHere(['sale', 'close', 'recital', '--yes', '--kvs', `file:${dir}/state/kvs`], { cwd: dir });
      },
      'sale record',
      /nobody will be let in: the doors are closed/,
      /tix sale open recital/,
    ],
    [
      'a damaged sale record',
      (dir) => put(dir, { 'sale:recital': '{"v":1}' }),
      'sale record',
      /the record sale:recital is damaged/,
      /./,
    ],
    [
      'keys of another deployment',
      async (dir) => {
        rmSync(join(dir, 'state', 'secrets.json'));
        await loadOrCreateSecrets(join(dir, 'state', 'secrets.json'), systemRandom);
      },
      'keys',
      /sign-in key is not the one in .*secrets\.json: nobody could queue/,
      /state folder/,
    ],
    [
      'a rotation that was not finished',
      async (dir) => {
        const kvs = openLmdbKeyValueStore({ dir: join(dir, 'state', 'kvs') });
        await addSigningKey(kvs, systemRandom, { eventId: 'recital', now: 1 });
        await kvs.close();
      },
      'keys',
      /the rotation to k2 was not finished/,
      /tix keys rotate recital/,
    ],
  ];

  test.each(cases)('%s', async (_, breakIt, check, says, fix) => {
    using folder = await soundSale();
    const sound = await doctor(folder.path);
    expect(sound.of('failed').concat(sound.of('warning'))).toEqual([]);
    await breakIt(folder.path);
    const { of, exitCode } = await doctor(folder.path);
    const [found, ...others] = [...of('failed'), ...of('warning')];
    expect(found).toMatchObject({ check });
    expect(found?.says).toMatch(says);
    expect(found?.fix).toMatch(fix);
    expect(others.filter((one) => one.check !== check && one.check !== 'keys')).toEqual([]);
    expect(exitCode).toBe(of('failed').length > 0 ? 1 : 0);
  });

  test('seats that were never seeded', async () => {
    using folder = await soundSale();
    const store = await openLmdbStore({ dir: join(folder.path, 'store') });
    const event = await store.getEvent('recital');
    if (event === undefined) throw new Error('the event is there');
    const venue = (await store.getVenue(event.venueHash)) ?? '';
    await store.createEvent({ ...event, eventId: 'empty' }, venue);
    await store.close();
    const words = [
      'doctor',
      'empty',
      '--store',
      `lmdb:${folder.path}/store`,
      '--kvs',
      `file:${folder.path}/state/kvs`,
    ];
    const { exitCode, stdout } = await runHere(words, { cwd: folder.path });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed {5}store {9}empty has 0 of 163 seats\n.*Run the same tix seed again/m);
    expect(stdout).toMatch(/^failed {5}sale record {3}.*holds no sale of empty\n.*tix sale create empty/m);
  });

  test('a site whose clock is wrong and whose queue has no edge in front', async () => {
    using folder = await soundSale();
    await using site = await fakeSite((request, response) => {
      const isTime = request.url === '/v1/time';
      const body = isTime ? { epochMs: Date.now() + 10_000 } : { status: 'ok' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    });
    const { of, exitCode } = await doctor(folder.path, '--url', site.url, '--lead', '10s');
    expect(exitCode).toBe(1);
    const says = of('failed').map(({ check, says: said }) => `${check}: ${said}`);
    expect(says).toContainEqual(expect.stringMatching(/^clock: the server’s clock is (9|10)\d{3} ms ahead/));
    expect(says).toContainEqual('site: the queue answers a stranger with 200, not 401');
    expect(says).toContainEqual(expect.stringMatching(/^webhooks: .*anybody could say that they paid/));
  });
});

const redisServer = requireProgram('redis-server');

describe.skipIf(redisServer === undefined)('a shared cache', () => {
  test('is asked how quick it is and of what kind', async () => {
    await using redis = await startRedis(redisServer ?? '');
    using folder = await soundSale();
    const { of } = await doctor(folder.path, '--cache', redis.url);
    const found = of('ok').find(({ check }) => check === 'cache');
    expect(found?.measured?.roundTripMs).toBeLessThan(5);
    await redis.stop();
    const gone = await doctor(folder.path, '--cache', redis.url);
    expect(gone.exitCode).toBe(3);
    expect(gone.of('unreachable')).toMatchObject([{ check: 'cache' }]);
  });
});

async function put(dir: string, puts: Record<string, string>): Promise<void> {
  const kvs = openLmdbKeyValueStore({ dir: join(dir, 'state', 'kvs') });
  await kvs.update({ puts, ifMatch: await kvs.etag() });
  await kvs.close();
}

async function fakeSite(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
