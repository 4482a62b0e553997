import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repoRoot } from '../support/run-tix.ts';
import { filesBelow } from './sources.ts';

test('every benchmark file exports one bench with a name and a summary', async () => {
  const files = filesBelow('bench').filter((path) => path.endsWith('.bench.ts'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const { bench } = await import(join(repoRoot, file));
    expect(bench, file).toEqual({
      name: expect.any(String),
      summary: expect.any(String),
      run: expect.any(Function),
    });
  }
});

test('the benchmark runner refuses a name that no benchmark has', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/index.ts', 'no-such'], {
    cwd: repoRoot,
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'error: no benchmark is named like no-such\n',
  });
});
