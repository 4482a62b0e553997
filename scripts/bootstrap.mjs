// Does what an npm script asks for, from a bare clone and with whatever Node (18 or newer) the machine has: installs, builds, then runs
// the wanted thing on the Node that the project brings. What is done already is skipped.

import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { missingNode, nodeFor } from '../bin/find-node.js';
import { isFresh, PARTS } from './lib/build-stamp.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { withLock } from './lib/lock.mjs';
import { Stop } from './lib/stop.mjs';
import { ensureSystemPrograms } from './lib/system-programs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_MAJOR = 18;

/** @typedef {{ built: boolean, programs?: boolean, commands: (args: string[]) => string[][] }} Task */

/** What can be asked for: whether the build comes first, and the command lines (after `node`) that all must succeed.
 * @type {Record<string, Task>} */
const TASKS = {
  setup: { built: true, commands: () => [] },
  build: { built: false, commands: (args) => [['scripts/build.ts', ...args]] },
  tix: { built: true, commands: (args) => [['bin/tix.js', ...args]] },
  demo: { built: true, commands: (args) => [['bin/tix.js', 'demo', ...args]] },
  test: {
    built: true,
    programs: true,
    commands: (args) => [['node_modules/vitest/vitest.mjs', 'run', ...args]],
  },
  synth: { built: true, commands: (args) => [['src/infra/main.ts', ...args]] },
  faults: { built: false, commands: (args) => [['scripts/faults.ts', ...args]] },
  mutation: { built: false, commands: (args) => [['scripts/mutation.ts', ...args]] },
  bench: { built: true, commands: (args) => [['bench/index.ts', ...args]] },
  check: {
    built: true,
    commands: () => [
      ['node_modules/typescript/bin/tsc', '--noEmit'],
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/web'],
      ['node_modules/@biomejs/biome/bin/biome', 'check'],
      ['node_modules/knip/bin/knip.js'],
    ],
  },
};

/** @param {string} line */
function say(line) {
  process.stderr.write(`tix: ${line}\n`);
}

/** @param {string[]} words */
async function main([name = '', ...args]) {
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (task === undefined)
    throw new Stop(`there is no task ${JSON.stringify(name)}: one of ${Object.keys(TASKS).join(', ')}`);
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_MAJOR)
    throw new Stop(`Node ${OLDEST_MAJOR} or newer is needed to set tix up, this is ${process.versions.node}`);

  await ensureInstalled(root, say);
  const node = nodeFor(root);
  if (node === undefined) throw new Stop(missingNode());
  if (task.programs) ensureSystemPrograms(say);
  if (task.built) await ensureBuilt(node);

  let exitCode = 0;
  for (const command of task.commands(args)) exitCode = (await run(node, command)) || exitCode;
  return exitCode;
}

/** @param {string} node */
async function ensureBuilt(node) {
  if (PARTS.every((part) => isFresh(root, part))) return;
  await withLock(root, 'build', say, async () => {
    if (PARTS.every((part) => isFresh(root, part))) return;
    say('building');
    const exitCode = await run(node, ['scripts/build.ts']);
    if (exitCode !== 0) throw new Stop('the build failed, see above', exitCode);
  });
}

/**
 * Runs a script of the project with the project's programs first on the PATH, and answers its exit code.
 *
 * @param {string} node
 * @param {string[]} command
 * @returns {Promise<number>}
 */
function run(node, [script = '', ...args]) {
  const env = {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  };
  const child = spawn(node, [join(root, script), ...args], {
    stdio: 'inherit',
    env,
    cwd: inRoot(script) ? root : process.cwd(),
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Stop(`the Node at ${node} does not start (${error.message})`)));
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? (signal === null ? 70 : 1));
    });
  });
}

/** Only the command itself cares where it was called; tools find their configuration in the root. @param {string} script */
function inRoot(script) {
  return script !== 'bin/tix.js';
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
