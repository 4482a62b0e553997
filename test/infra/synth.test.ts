import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repoRoot } from '../support/run-tix.ts';

/** Nobody to ask: no credentials, no instance to get them from, and whatever goes to the network meets a closed door. */
const ALONE = {
  PATH: process.env.PATH ?? '',
  AWS_EC2_METADATA_DISABLED: 'true',
  HTTPS_PROXY: 'http://127.0.0.1:1',
  HTTP_PROXY: 'http://127.0.0.1:1',
};

describe('npm run synth', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tix-synth-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const synth = (...args: string[]) =>
    spawnSync(process.execPath, ['src/infra/main.ts', ...args], {
      cwd: repoRoot,
      encoding: 'utf8',
      env: ALONE,
    });

  // The bundles are there when npm runs the tests; whoever calls the runner itself may not have built them.
  test.skipIf(!existsSync(join(repoRoot, 'dist/lambda/api.mjs')))(
    'writes a rehearsal without an account or a network',
    async () => {
      const out = join(folder, 'out');
      const { status, stdout, stderr } = synth('--out', out);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^A rehearsal named tix-rehearsal in eu-central-1, checked, in /);
      const { artifacts } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
      expect(Object.keys(artifacts)).toEqual(expect.arrayContaining(['Guard', 'Sale', 'Watch']));
      expect(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')).missing).toBeUndefined();
    },
  );

  test('says everything that is wrong with a deployment, each with its place', async () => {
    const config = join(folder, 'sale.json');
    await writeFile(
      config,
      JSON.stringify({ preset: 'sale', region: 'Mars', logDays: 2, payments: { kind: 'rehearsal' } }),
    );
    const { status, stdout, stderr } = synth('--config', config);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: this cannot be deployed/);
    expect(stderr).toContain('/region: expected an AWS Region');
    expect(stderr).toContain('/logDays: ');
  });

  test.for([
    [['--config', 'nowhere.json'], /nowhere\.json cannot be read/],
    [['--config', 'README.md'], /README\.md is not JSON/],
    [['--preset', 'sale'], /Unknown option '--preset'[\s\S]*Usage: npm run synth/],
  ] as const)('refuses %j in words', ([args, words]) => {
    const { status, stderr } = synth(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
