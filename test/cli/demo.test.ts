import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { finished, runTix, startTix, tempFolder } from '../support/run-tix.ts';

test('a small demo sale ends clean, tells everything in one JSON object, and can be audited afterwards', async () => {
  using folder = tempFolder();
  const keep = `${folder.path}/sale`;
  const demo = await runTix([
    ...[
      'demo',
      '--buyers',
      '400',
      '--venue',
      'hall-small',
      '--open',
      '8s',
      '--seed',
      '7',
      '--keep',
      keep,
      '--json',
    ],
  ]);
  expect(demo.stderr).toBe('');
  const report = JSON.parse(demo.stdout);
  expect(report).toMatchObject({
    ok: true,
    buyers: 400,
    doubleSold: 0,
    lostPayments: 0,
    violations: [],
    unexpected: {},
    scripts: { people: expect.any(Number) },
    kept: keep,
  });
  expect(report.sold).toBeGreaterThan(20);
  expect(report.admitted).toBeGreaterThan(50);
  for (const step of ['signIn', 'token', 'admission', 'map', 'hold', 'autoHold', 'checkout', 'pay'])
    expect(report.steps[step]).toMatchObject({
      count: expect.any(Number),
      p50Ms: expect.any(Number),
      p99Ms: expect.any(Number),
    });
  expect(demo.exitCode).toBe(0);

  const audit = await runTix(['audit', '--store', `lmdb:${keep}/store`, '--json']);
  expect(JSON.parse(audit.stdout)).toMatchObject({ ok: true, violations: [] });
}, 90_000);

test('^C in the middle stops the server too and leaves nothing behind', async () => {
  using folder = tempFolder();
  const child = startTix(['demo', '--buyers', '50', '--venue', 'hall-small', '--open', '60s'], {
    env: { TMPDIR: folder.path },
  });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (text) => /presale|open/.test(String(text)) && resolve());
  });
  child.kill('SIGINT');
  const ended = await finished(child);
  expect(ended.exitCode).toBe(130);
  expect(readdirSync(folder.path)).toEqual([]);
}, 60_000);
