import { assertUpdateFits, KeyValueConflictError, type KeyValueStore } from '../../ports/index.ts';

/** The edge's store inside one process, for tests and rehearsals that must leave nothing behind. */
export function memoryKeyValueStore(): KeyValueStore {
  const values = new Map<string, string>();
  let version = 0;
  return {
    async get(key) {
      return values.get(key);
    },
    async list() {
      return [...values.keys()].sort();
    },
    async etag() {
      return String(version);
    },
    async update(update) {
      assertUpdateFits(update);
      if (update.ifMatch !== String(version)) throw new KeyValueConflictError();
      for (const [key, value] of Object.entries(update.puts ?? {})) values.set(key, value);
      for (const key of update.deletes ?? []) values.delete(key);
      version += 1;
      return String(version);
    },
    async close() {},
  };
}
