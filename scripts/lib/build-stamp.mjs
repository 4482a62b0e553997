import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'edge' | 'cli' | 'web' | 'lambda'} Part */

/** What is built, in this order.
 * @type {readonly Part[]} */
export const PARTS = ['edge', 'cli', 'web', 'lambda'];

/** Everything a build depends on. */
const INPUTS = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Whether a part was built from the sources as they are now and its files are still there.
 *
 * @param {string} root folder of the tix package
 * @param {Part} part
 */
export function isFresh(root, part) {
  const file = stampFile(root, part);
  if (!existsSync(file)) return false;
  const { inputs, outputs } = JSON.parse(readFileSync(file, 'utf8'));
  return (
    inputs === inputsDigest(root) &&
    outputs.every((/** @type {string} */ path) => existsSync(join(root, path)))
  );
}

/**
 * Notes that a part was built.
 *
 * @param {string} root folder of the tix package
 * @param {Part} part
 * @param {string} inputs digest taken before the build began, so that what changed meanwhile is built again
 * @param {readonly string[]} outputs files made, relative to `root`
 */
export function stampPart(root, part, inputs, outputs) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile(root, part), JSON.stringify({ inputs, outputs }));
}

/**
 * Digest of the names and contents of everything a build depends on.
 *
 * @param {string} root folder of the tix package
 */
export function inputsDigest(root) {
  const hash = createHash('sha256').update(process.platform);
  for (const input of INPUTS) addTo(hash, root, input);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addTo(hash, root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  const isFolder = !/\.[a-z]+$/.test(path);
  if (!isFolder) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    return;
  }
  for (const name of readdirSync(full).sort()) addTo(hash, root, `${path}/${name}`);
}

/**
 * @param {string} root
 * @param {Part} part
 */
function stampFile(root, part) {
  return join(root, 'dist', `.${part}.stamp`);
}
