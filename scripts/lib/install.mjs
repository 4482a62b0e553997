import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { nodeFor, thisNodeWillDo } from '../../bin/find-node.js';
import { withLock } from './lock.mjs';
import { Stop } from './stop.mjs';

/**
 * Installs what the lock file names, unless that is what stands in node_modules already. A stamp written last says so; npm removes it
 * with the folder, so that an install that was cut short is done again.
 *
 * @param {string} root folder of the tix package
 * @param {(line: string) => void} say tells the person what takes long
 */
export async function ensureInstalled(root, say) {
  if (isInstalled(root)) return;
  await withLock(root, 'install', say, () => {
    if (isInstalled(root)) return;
    if (!npmSaysInstalled(root)) {
      say('installing dependencies');
      installAll(root);
    }
    writeFileSync(stampFile(root), stampText(root));
  });
}

/** @param {string} root */
function isInstalled(root) {
  return readIfThere(stampFile(root)) === stampText(root);
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.tix-installed');
}

/** @param {string} root */
function stampText(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * After every complete install npm writes down what it put there. When that agrees with the lock file, a developer ran
 * `npm install` by hand and nothing is to be done.
 *
 * @param {string} root
 */
function npmSaysInstalled(root) {
  const text = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (text === undefined) return false;
  const there = JSON.parse(text).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' ||
      (there[path]?.version === version && existsSync(join(root, path))) ||
      (optional && !there[path]),
  );
}

/**
 * Installs with the npm at hand. npm leaves out optional packages (the native parts of tools among them) that do not want the Node it
 * runs on, so an older Node's work is completed on the Node it has just brought.
 *
 * @param {string} root
 */
function installAll(root) {
  npm(root, process.execPath, ['ci']);
  const brought = nodeFor(root);
  if (!thisNodeWillDo() && brought !== undefined) npm(root, brought, ['install', '--no-save']);
}

/**
 * @param {string} root
 * @param {string} node the Node that npm runs on
 * @param {string[]} words
 */
function npm(root, node, words) {
  const args = [
    ...words,
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    // "npm run -s" would silence this npm too, and with it the reason when it fails.
    '--loglevel=error',
  ];
  const script = process.env.npm_execpath;
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  const result = script?.endsWith('.js')
    ? spawnSync(node, [script, ...args], { cwd: root, env, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd: root, env, encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.error) throw new Stop('npm is not here: install it (it comes with Node) and run this again');
  if (result.signal) throw new Stop(`npm was stopped by ${result.signal}: run this again`);
  if (result.status !== 0) throw new Stop(whyNpmFailed(`${result.stderr}\n${result.stdout}`));
}

/** @param {string} output */
function whyNpmFailed(output) {
  const offline = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.exec(
    output,
  );
  if (offline)
    return `npm cannot reach its registry (${offline[1]}): connect to the network and run this again`;
  if (/\bENOSPC\b/.test(output)) return 'npm cannot install: the disk is full';
  if (/\bE(ACCES|PERM|ROFS)\b/.test(output))
    return 'npm cannot write node_modules: check who owns the folder and run this again';
  const words = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('code ') && !line.includes('complete log'));
  return `npm failed: ${words[0] ?? 'it does not say why'}`;
}
