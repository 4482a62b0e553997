import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openLmdbKeyValueStore } from '../../src/service/adapters/kvs-lmdb/index.ts';
import { jsonHere, runHere } from '../support/in-process.ts';
import { startKvsServer } from '../support/kvs-server.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';
import { seedHall, serve } from '../support/serve.ts';

const nowSeconds = () => Math.floor(Date.now() / 1000);

const tix = (cwd: string, words: string) => jsonHere(words.split(' '), { cwd });

async function seeded(cwd: string, opensAt: string): Promise<void> {
  const { exitCode } = await tix(cwd, `seed --venue hall-small --event gala --slot 5s --opens-at ${opensAt}`);
  expect(exitCode).toBe(0);
}

test('a sale opens for the crowd that is expected: the more people, the slower its clock', async () => {
  using folder = tempFolder();
  await seeded(folder.path, '+10m');
  const both = await tix(folder.path, 'sale create gala --people 5000 --tau 450 --yes');
  expect(both.exitCode).toBe(2);
  await tix(folder.path, 'sale create gala --people 5000 --yes');
  const { data: opened } = await tix(folder.path, 'sale open gala --yes');
  const event = await tix(folder.path, 'seed --venue hall-small --event gala --slot 5s --opens-at +10m');
  // Within a minute the clock shows the share of these people that fills the shop: F(60 s / τ) = softCap / people, k being 2.
  const share = 1 - Math.exp(-((60 / opened.tau) ** 2));
  expect(share * 5_000).toBeGreaterThan(0.95 * event.data.event.softCap);
  expect(share * 5_000).toBeLessThan(1.05 * event.data.event.softCap);
});

describe('a sale from its creation to its end', () => {
  const folder = tempFolder();
  beforeAll(async () => {
    await seeded(folder.path, '+10m');
    return () => folder[Symbol.dispose]();
  });

  test('is committed to once; again changes nothing', async () => {
    const created = await tix(folder.path, 'sale create gala --tau 450 --yes');
    expect(created.data).toMatchObject({
      created: true,
      keysDrawn: true,
      rules: { eventId: 'gala', k: 2, slotSeconds: 5 },
    });
    expect(created.data.commitment).toMatch(/^[\w-]{43}$/);
    const again = await tix(folder.path, 'sale create gala --tau 999 --yes');
    expect(again.data).toMatchObject({ created: false, commitment: created.data.commitment });
  });

  test('leaves keys that only their owner can read', () => {
    const modes = ['secrets.json', 'kvs/edge.mdb', 'kvs/edge.mdb-lock'].map(
      (name) => statSync(join(folder.path, '.tix', name)).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  test('opens, pauses, goes on and closes at the times it is told', async () => {
    const { data: opened } = await tix(folder.path, 'sale open gala --yes');
    expect(opened).toMatchObject({ changed: true, tau: 450, verb: 'open' });
    const pausesAt = opened.from + 60;
    const paused = await tix(folder.path, `sale pause gala --at ${pausesAt} --yes`);
    expect(paused.data).toMatchObject({ changed: true, from: pausesAt, tau: 0 });
    const resumed = await tix(folder.path, `sale resume gala --at ${pausesAt + 60} --tau 900 --yes`);
    expect(resumed.data).toMatchObject({ from: pausesAt + 60, tau: 900 });
    const { data: status } = await tix(folder.path, 'sale status gala');
    expect(status).toMatchObject({
      phase: 'presale',
      tau: null,
      doors: {
        state: 'notOpened',
        planned: [
          { from: opened.from, verb: 'open' },
          { from: pausesAt, verb: 'pause' },
          { from: pausesAt + 60, verb: 'resume' },
        ],
      },
      schedule: [
        { from: opened.from, tau: 450 },
        { from: pausesAt, tau: 0 },
        { from: pausesAt + 60, tau: 900 },
      ],
    });
    const closed = await tix(folder.path, `sale close gala --at ${pausesAt + 30} --yes`);
    expect(closed.data.takenBack).toEqual([[pausesAt + 60, 'resume']]);
  });

  test('is told in sentences', async () => {
    const { stdout } = await runHere(['sale', 'status', 'gala'], { cwd: folder.path });
    expect(stdout).toMatch(/^gala is not opened yet\.$/m);
    expect(stdout).toMatch(/^The sale opens at .* UTC \(in \d+ min.*\); people are let in from then on\.$/m);
    expect(stdout).toMatch(/^It pauses at .*, as was decided\.$/m);
    expect(stdout).toMatch(/^Rules: k = 2 \(weibull\), a try every 5 s; commitment [\w-]{43}, made /m);
  });
});

describe('what cannot be done is refused in one line, and nothing is changed', () => {
  const folder = tempFolder();
  beforeAll(async () => {
    await seeded(folder.path, String(nowSeconds() - 60));
    await tix(folder.path, 'sale create gala --yes');
    return () => folder[Symbol.dispose]();
  });

  test.each([
    ['sale status nope', 2, 'SALE_UNKNOWN'],
    ['sale create nope --yes', 2, 'EVENT_UNKNOWN'],
    ['sale pause gala --yes', 2, 'DOORS_STATE'],
    ['sale open gala', 2, 'CONFIRMATION_NEEDED'],
    ['sale open gala --at +3s --yes', 2, 'TOO_SOON'],
    ['sale open gala --lead 5s --yes', 2, 'USAGE'],
    ['sale open gala --kvs https://x --yes', 2, 'USAGE'],
    ['sale status gala --kvs file:nowhere', 3, 'STORE_UNAVAILABLE'],
    ['keys list gala --kvs file:nowhere', 3, 'STORE_UNAVAILABLE'],
  ])('%s', async (words, exitCode, code) => {
    const before = await versionOf(folder.path);
    const refused = await tix(folder.path, words);
    expect([refused.exitCode, refused.data.error.code]).toEqual([exitCode, code]);
    expect(await versionOf(folder.path)).toBe(before);
  });

  test('rules that differ from those committed to', async () => {
    using other = tempFolder();
    const seed = `seed --venue hall-small --event gala --k 3 --opens-at ${nowSeconds() + 60}`;
    expect((await tix(other.path, seed)).exitCode).toBe(0);
    const { exitCode, data } = await tix(
      other.path,
      `sale create gala --kvs file:${folder.path}/.tix/kvs --yes`,
    );
    expect([exitCode, data.error.code]).toEqual([2, 'RULES_FROZEN']);
    expect(data.error.problems.map(({ path }: { path: string }) => path)).toEqual([
      'opensAt',
      'k',
      'slotSeconds',
    ]);
  });
});

async function versionOf(cwd: string): Promise<string> {
  const kvs = openLmdbKeyValueStore({ dir: join(cwd, '.tix', 'kvs'), existing: true });
  const version = await kvs.etag();
  await kvs.close();
  return version;
}

describe('at a terminal', () => {
  test('a change is shown first and made after a yes only', async () => {
    using folder = tempFolder();
    await seeded(folder.path, '+10m');
    await tix(folder.path, 'sale create gala --yes');

    const words = ['sale', 'open', 'gala', '--tau', '300'];
    const declined = await runHere(words, { cwd: folder.path, typed: 'no\n' });
    expect(declined.exitCode).toBe(2);
    expect(declined.stderr).toMatch(/gala opens at .* UTC \(in \d+ min/);
    expect(declined.stderr).toContain('People are let in from then on, with τ = 300 s.');
    expect(declined.stderr).toContain('nothing was changed');

    const agreed = await runHere(words, { cwd: folder.path, typed: 'y\n' });
    expect(agreed.exitCode).toBe(0);
    expect((await tix(folder.path, 'sale status gala')).data.schedule).toMatchObject([{ tau: 300 }]);
  });
});

test('the built command runs a sale in CloudFront’s key-value store', async () => {
  await using server = await startKvsServer();
  using folder = tempFolder();
  await seeded(folder.path, String(nowSeconds() - 60));
  const env = {
    AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: server.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const there = async (words: string) => {
    const all = [...words.split(' '), '--kvs', server.arn, '--json'];
    const { exitCode, stdout, stderr } = await runTix(all, { cwd: folder.path, env });
    return { exitCode, data: JSON.parse(stdout === '' ? stderr : stdout) };
  };
  expect((await there('sale create gala --yes')).data).toMatchObject({ created: true });
  server.happen('loseRace');
  expect((await there('sale open gala --yes')).data).toMatchObject({ changed: true, tau: 600 });
  expect((await there('keys rotate gala --spread 1s')).data).toMatchObject({
    kid: 'k2',
    retired: { kid: 'k1' },
  });
  expect(await server.edge(0).get('sale:gala')).toContain('600');
  expect([...server.signatures]).toEqual(['AWS4-ECDSA-P256-SHA256']);

  server.happen('deny');
  const denied = await there('sale status gala');
  expect([denied.exitCode, denied.data.error.code]).toEqual([3, 'STORE_UNAVAILABLE']);
});

test('a server shares the store named by --kvs with the commands, and refuses rules that were not committed to', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  const kvs = ['--kvs', `file:${folder.path}/elsewhere`];
  {
    await using _server = await serve(folder.path, kvs);
    const { data } = await jsonHere(['sale', 'status', 'recital', ...kvs], { cwd: folder.path });
    expect(data).toMatchObject({ phase: 'open', doors: { state: 'open' } });
  }
  await runTix([
    'seed',
    '--venue',
    'hall-small',
    '--event',
    'recital',
    '--k',
    '9',
    '--store',
    `lmdb:${folder.path}/other`,
  ]);
  const flags = ['--store', `lmdb:${folder.path}/other`, '--state', `${folder.path}/state`, ...kvs];
  const { exitCode, stderr } = await runTix(['serve', '--port', '0', ...flags]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/the rules of recital were committed to and cannot change/);
});
