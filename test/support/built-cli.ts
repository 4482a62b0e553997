import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Vitest's global set-up: the command as it is now, in dist. Skipped when it is built already. */
export default function buildCli(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', 'cli', '--if-stale'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the command cannot be built, see above');
}
