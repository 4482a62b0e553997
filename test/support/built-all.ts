import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Vitest's global set-up: all that `tix serve` needs, in dist. What is built already is skipped. */
export default function buildAll(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', '--if-stale'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('what the browser is to visit cannot be built, see above');
}
