// Changes the rules one by one and looks whether a test notices: `npm run mutation -- [FOLDER…]`, the folders of src/core that have tests
// of their own unless named. What was tried before and has not changed since is not tried again (.stryker). Exit code 1 when a folder's
// score is below the bar of stryker.config.json.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folders = readdirSync(join(root, 'src', 'core')).filter((name) =>
  existsSync(join(root, 'test', 'core', name)),
);
const wanted = process.argv.slice(2);
const strangers = wanted.filter((name) => !folders.includes(name));
if (strangers.length > 0) {
  process.stderr.write(`error: ${strangers.join(', ')} is not one of ${folders.join(', ')}\n`);
  process.exit(2);
}

const failed = (wanted.length > 0 ? wanted : folders).filter((folder) => {
  process.stderr.write(`${folder} …\n`);
  const words = ['run', '--mutate', `src/core/${folder}/**/*.ts,!src/core/${folder}/**/index.ts`];
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'),
      ...[...words, '--incrementalFile', `.stryker/${folder}.json`],
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, MUTATED: folder } },
  );
  return status !== 0;
});
if (failed.length > 0) process.stderr.write(`below the bar, or not measured: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
