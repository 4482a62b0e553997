import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that tests use and npm does not bring. `debian` is the package that holds it. */
export const SYSTEM_PROGRAMS = [
  { program: 'njs', debian: 'njs', use: 'runs the built edge functions in nginx JavaScript' },
  { program: 'redis-server', debian: 'redis-server', use: 'holds the availability cache of several servers' },
  { program: 'chromium', debian: 'chromium', use: 'visits the buyer’s pages' },
  { program: 'tmux', debian: 'tmux', use: 'shows the dashboard on a terminal' },
  { program: 'zsh', debian: 'zsh', use: 'tries the completion that tix prints for it' },
  { program: 'fish', debian: 'fish', use: 'tries the completion that tix prints for it' },
];

/**
 * The path of a program, or undefined when it is not on the PATH.
 *
 * @param {string} program
 * @returns {string | undefined}
 */
export function findProgram(program) {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * What a person types to get a program that tests use.
 *
 * @param {string} program
 */
export function howToGet(program) {
  const known = SYSTEM_PROGRAMS.find((one) => one.program === program);
  return known === undefined ? `install ${program}` : `sudo apt-get install -y ${known.debian}`;
}

/**
 * Installs the programs that tests use where that needs nobody's permission, otherwise says how. Tests decide what a missing one
 * means: failure when CI=true, a named skip elsewhere.
 *
 * @param {(line: string) => void} say
 */
export function ensureSystemPrograms(say) {
  const missing = SYSTEM_PROGRAMS.filter(({ program }) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && findProgram('apt-get') !== undefined) {
    const packages = missing.map(({ debian }) => debian);
    say(`installing ${packages.join(', ')} (apt-get)`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      stdio: 'ignore',
    });
  }
  for (const { program, use } of missing) {
    if (findProgram(program) !== undefined) continue;
    say(`MISSING ${program}, which ${use}; on Debian and Ubuntu: ${howToGet(program)}`);
  }
}
