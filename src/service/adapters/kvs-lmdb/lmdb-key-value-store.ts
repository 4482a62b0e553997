import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { assertUpdateFits, KeyValueConflictError, type KeyValueStore } from '../../ports/index.ts';

// The version lives under a key that the contract's own keys cannot equal: an empty key is refused on write.
const VERSION_KEY = Symbol.for('version');

/**
 * The edge's store on one machine. LMDB rather than a plain file, because operators' commands and the server write and read it at the
 * same time from different processes, and a lost race must be noticed.
 *
 * @throws Error when `dir` cannot be created or opened.
 */
export function openLmdbKeyValueStore(options: { dir: string }): KeyValueStore {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const path = join(options.dir, 'edge.mdb');
  const db: RootDatabase<string, string | symbol> = open({
    path,
    encoding: 'string',
    noMemInit: true,
    maxReaders: 64,
  });
  // The keys of the sale are in it.
  chmodSync(path, 0o600);

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
