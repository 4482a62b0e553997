import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SYSTEM_PROGRAMS } from '../../../scripts/lib/system-programs.mjs';
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

test.runIf(process.getuid?.() === 0)('where apt and root are there they are installed', () => {
  using folder = tempFolder();
  // A stand-in that puts down whatever the tests use.
  const lines = SYSTEM_PROGRAMS.map(
    ({ program }) => `printf '#!/bin/sh\\n' > "$PATH/${program}"; /bin/chmod +x "$PATH/${program}"`,
  );
  const aptGet = ['#!/bin/sh', '[ "$1" = install ] || exit 0', ...lines, ''].join('\n');
  writeFileSync(join(folder.path, 'apt-get'), aptGet, { mode: 0o755 });
  const packages = SYSTEM_PROGRAMS.map(({ debian }) => debian).join(', ');
  expect(ensure({ PATH: folder.path }).stdout).toBe(`installing ${packages} (apt-get)\n`);
  expect(ensure({ PATH: folder.path }).stdout).toBe('');
});

test('elsewhere the command that would install each is printed', () => {
  const lines = SYSTEM_PROGRAMS.map(
    ({ program, debian, use }) =>
      `MISSING ${program}, which ${use}; on Debian and Ubuntu: sudo apt-get install -y ${debian}\n`,
  );
  expect(ensure({}).stdout).toBe(lines.join(''));
});
