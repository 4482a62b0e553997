import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this package, found upwards so that source and bundle agree. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (isPackage(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error('tix runs outside its package: there is no package.json named tix above it');
  return findRoot(parent);
}

function isPackage(path: string): boolean {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).name === 'tix';
  } catch {
    return false;
  }
}

export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
}
