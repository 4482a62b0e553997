import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { repoRoot } from '../../support/run-tix.ts';

/** Asks for a program that is nowhere, in a process of its own, since the test runner has its own PATH and CI. */
function ask(env: NodeJS.ProcessEnv) {
  const script =
    "import { requireProgram } from './test/support/require-program.ts'; console.log(requireProgram('njs'));";
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: repoRoot,
    env: { PATH: '', ...env },
    encoding: 'utf8',
  });
}

test('a program that tests need and is not there is a loud skip that says how to get it', () => {
  const { status, stdout, stderr } = ask({});
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'undefined\n' });
  expect(stderr).toContain('SKIPPED: the program njs is not installed (sudo apt-get install -y njs)');
});

test('under CI it is a failure', () => {
  const { status, stderr } = ask({ CI: 'true' });
  expect(status).toBe(1);
  expect(stderr).toContain('with CI=true nothing may be skipped');
});
