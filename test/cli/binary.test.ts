import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { finished, repoRoot, runTix, startTix } from '../support/run-tix.ts';

const { version } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8'));

describe('the command as built', () => {
  test('prints its version', async () => {
    expect(await runTix(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('lists its commands, and shows help for each', async () => {
    const { stdout } = await runTix(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2}/gm)].map(([, name = '']) => name);
    expect(names).toContain('venue show');
    const pages = await Promise.all(names.map((name) => runTix([...name.split(' '), '--help'])));
    for (const page of pages)
      expect(page).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('Examples:') });
  });

  test.each(['--version', '--help'])('answers %s in under 200 ms, starting Node included', async (word) => {
    const times: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const startMs = performance.now();
      await runTix([word]);
      times.push(performance.now() - startMs);
    }
    // The best of several: what the machine does besides is not the command's doing.
    expect(Math.min(...times)).toBeLessThan(200);
  });

  test('ends quietly when its reader has seen enough', async () => {
    const piped = spawn(
      'sh',
      ['-c', `'${process.execPath}' bin/tix.js venue show stadium-100k --json | true`],
      {
        cwd: repoRoot,
        stdio: 'pipe',
      },
    );
    const { exitCode, stderr } = await finished(piped);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('can be used from any folder', async () => {
    const child = startTix(['venue', 'validate', 'hall-small'], { cwd: '/' });
    expect(await finished(child)).toMatchObject({ exitCode: 0 });
  });
});
