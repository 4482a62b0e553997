import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 200;

/**
 * Runs `work` while no other process of this checkout runs work of the same name. A lock whose process is gone is taken over.
 *
 * @param {string} root folder of the tix package
 * @param {string} name
 * @param {(line: string) => void} say
 * @param {() => void | Promise<void>} work
 */
export async function withLock(root, name, say, work) {
  mkdirSync(join(root, '.tix'), { recursive: true });
  const file = join(root, '.tix', `${name}.lock`);
  for (let waited = false; !take(file); waited = true) {
    const owner = ownerOf(file);
    if (owner !== undefined && !isRunning(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!waited) say(`waiting for another run (process ${owner ?? 'unknown'}) to finish the ${name}`);
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function ownerOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
