import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that tests use and npm does not bring. `debian` is the package that holds it. */
const SYSTEM_PROGRAMS = [
  { program: 'njs', debian: 'njs', use: 'runs the built edge functions in nginx JavaScript' },
];

/**
 * Whether a program is on the PATH.
 *
 * @param {string} program
 */
function isInstalled(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Installs the programs that tests use where that needs nobody's permission, otherwise says how. Tests decide what a missing one
 * means: failure when CI=true, a named skip elsewhere.
 *
 * @param {(line: string) => void} say
 */
export function ensureSystemPrograms(say) {
  const missing = SYSTEM_PROGRAMS.filter(({ program }) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  const canInstall = process.getuid?.() === 0 && isInstalled('apt-get');
  if (canInstall) {
    say(`installing ${packages.join(', ')} (apt-get)`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      stdio: 'ignore',
    });
  }
  for (const { program, debian, use } of missing.filter((one) => !isInstalled(one.program))) {
    say(`MISSING ${program}, which ${use}; on Debian and Ubuntu: sudo apt-get install -y ${debian}`);
  }
}
