import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repoRoot, tempFolder } from '../../support/run-tix.ts';

/** Runs a few lines in a process of its own, since the test runner has its own PATH and CI. */
function run(script: string, env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: repoRoot,
    env: { PATH: '', ...env },
    encoding: 'utf8',
  });
}

const ask = (env: NodeJS.ProcessEnv) =>
  run(
    "import { requireProgram } from './test/support/require-program.ts'; console.log(requireProgram('njs'));",
    env,
  );

const ensure = (env: NodeJS.ProcessEnv) =>
  run(
    "import { ensureSystemPrograms } from './scripts/lib/system-programs.mjs'; ensureSystemPrograms(console.log);",
    env,
  );

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

test.runIf(process.getuid?.() === 0)('where apt and root are there it is installed', () => {
  using folder = tempFolder();
  // A stand-in that puts down what it is asked for.
  const aptGet = `#!/bin/sh\n[ "$1" = install ] || exit 0\nprintf '#!/bin/sh\\n' > "$PATH/njs"; /bin/chmod +x "$PATH/njs"\n`;
  writeFileSync(join(folder.path, 'apt-get'), aptGet, { mode: 0o755 });
  expect(ensure({ PATH: folder.path }).stdout).toBe('installing njs (apt-get)\n');
  expect(ensure({ PATH: folder.path }).stdout).toBe('');
});

test('elsewhere the one command that would install it is printed', () => {
  expect(ensure({}).stdout).toBe(
    'MISSING njs, which runs the built edge functions in nginx JavaScript; on Debian and Ubuntu: sudo apt-get install -y njs\n',
  );
});
