import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import {
  assertUpdateFits,
  KeyValueConflictError,
  type KeyValueStore,
  StoreUnavailableError,
} from '../../ports/index.ts';

// The version lives under a key that the contract's own keys cannot equal: an empty key is refused on write.
const VERSION_KEY = Symbol.for('version');

type Database = RootDatabase<string, string | symbol>;

/**
 * The edge's store on one machine. LMDB rather than a plain file, because operators' commands and the server write and read it at the
 * same time from different processes, and a lost race must be noticed.
 *
 * @param options.existing refuses a folder without a store instead of making one, for commands that only read or change one.
 * @throws StoreUnavailableError when there is none, or `dir` cannot be created or opened.
 */
export function openLmdbKeyValueStore(options: { dir: string; existing?: boolean }): KeyValueStore {
  const db = openDatabase(options.dir, options.existing ?? false);
  const version = () => db.get(VERSION_KEY) ?? '0';
  const fresh = <T>(read: () => T): T => {
    // Another process may have committed since this turn's read snapshot was taken.
    db.resetReadTxn();
    return read();
  };

  return {
    async get(key) {
      return fresh(() => db.get(key));
    },
    async list() {
      return fresh(() => [...db.getKeys()].filter((key): key is string => typeof key === 'string'));
    },
    async etag() {
      return fresh(version);
    },
    async update(update) {
      assertUpdateFits(update);
      const next = await db.transaction(() => {
        const current = version();
        if (current !== update.ifMatch) return undefined;
        for (const [key, value] of Object.entries(update.puts ?? {})) db.put(key, value);
        for (const key of update.deletes ?? []) db.remove(key);
        const following = String(Number(current) + 1);
        db.put(VERSION_KEY, following);
        return following;
      });
      if (next === undefined) throw new KeyValueConflictError();
      await db.flushed;
      return next;
    },
    close: () => db.close(),
  };
}

function openDatabase(dir: string, existing: boolean): Database {
  const path = join(dir, 'edge.mdb');
  if (existing && !existsSync(path))
    throw new StoreUnavailableError(
      `key-value store ${dir}: there is none. Check the folder, or make it with \`tix sale create\`.`,
    );
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const db: Database = open({ path, encoding: 'string', noMemInit: true, maxReaders: 64 });
    // The keys of the sale are in it.
    for (const file of [path, `${path}-lock`]) chmodSync(file, 0o600);
    return db;
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
    throw new StoreUnavailableError(`key-value store ${dir}: ${reason}. Check the folder and its rights.`, {
      cause: error,
    });
  }
}
