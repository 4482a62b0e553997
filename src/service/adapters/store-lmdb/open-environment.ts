import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { StoreUnavailableError } from '../../ports/index.ts';
import { explained } from './faults.ts';
import { assertSoundFile } from './header.ts';
import { type LmdbTables, openTables, TABLES_MAX } from './tables.ts';

/** Layout of tables and rows. A change that older code cannot read adds one. */
const FORMAT = 1;

const FORMAT_TABLE = 'tix';
const FORMAT_KEY = 'format';
/** Address space to begin with; the library enlarges it. The file itself takes only what is stored. */
const MAP_BYTES = 2 ** 30;

export interface Environment {
  readonly root: RootDatabase<unknown, string>;
  readonly tables: LmdbTables;
}

/**
 * Opens (or creates, unless `readOnly`) the environment in `dir` after making sure that it is a tix store of a format this code knows.
 * Nothing is written to a store that is refused.
 *
 * `overlappingSync` is off: with it, a transaction is visible before it is on disk, a failed flush is never reported, and closing after
 * one never ends (lmdb 3.5.6). Without it a commit is LMDB's own: pages, flush, then the page that makes them count. It costs nothing
 * here, where one group is committed at a time. `eventTurnBatching` is off because its extra promise, which nobody can catch, ends the
 * process when a commit fails.
 *
 * @throws StoreUnavailableError
 */
export async function openEnvironment(dir: string, readOnly: boolean): Promise<Environment> {
  let root: RootDatabase<unknown, string> | undefined;
  try {
    if (!readOnly) mkdirSync(dir, { recursive: true });
    accessSync(dir, readOnly ? constants.R_OK : constants.R_OK | constants.W_OK);
    const file = join(dir, 'data.mdb');
    if (readOnly) accessSync(file, constants.R_OK);
    assertSoundFile(file, dir);
    root = open<unknown, string>({
      path: dir,
      noSubdir: false,
      readOnly,
      maxDbs: TABLES_MAX,
      mapSize: MAP_BYTES,
      overlappingSync: false,
      eventTurnBatching: false,
    });
    claimFormat(root, dir, readOnly);
    return { root, tables: openTables(root, dir) };
  } catch (error) {
    await root?.close();
    throw explained(error, dir);
  }
}

function claimFormat(root: RootDatabase<unknown, string>, dir: string, readOnly: boolean): void {
  const names = [...root.getKeys({})];
  if (!names.includes(FORMAT_TABLE)) {
    if (names.length > 0 || readOnly) {
      throw new StoreUnavailableError(
        `Store ${dir}: an LMDB database, but not one of tix. Name another directory; nothing was changed.`,
      );
    }
    root.openDB<unknown, string>(FORMAT_TABLE, { encoding: 'msgpack' }).putSync(FORMAT_KEY, FORMAT);
    return;
  }
  const mark = root.openDB<unknown, string>(FORMAT_TABLE, { encoding: 'msgpack' });
  const format = mark.get(FORMAT_KEY);
  // Whoever made it was killed between its table and what stands in it: there is nothing else yet, so it may be claimed as a new one.
  if (format === undefined && names.length === 1 && mark.getCount() === 0 && !readOnly) {
    mark.putSync(FORMAT_KEY, FORMAT);
    return;
  }
  if (typeof format === 'number' && format > FORMAT) {
    throw new StoreUnavailableError(
      `Store ${dir}: written in format ${format} by a newer tix; this one knows ${FORMAT}. Use the newer tix; nothing was changed.`,
    );
  }
  if (format !== FORMAT) {
    throw new StoreUnavailableError(`Store ${dir}: its format mark is damaged. Restore it from a backup.`);
  }
}
