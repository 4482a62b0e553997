import { LRUCache } from 'lru-cache';
import type { Clock, KeyValueStore } from '../../ports/index.ts';

interface Remembered {
  readonly value: string | undefined;
  readonly readAtMs: number;
}

/** Keys remembered at once; anybody can ask for events that do not exist. */
const KEYS_MAX = 1_000;

/**
 * The same store for a reader that asks with every request: values, and that there is none, are read again after `maxAgeMs`, once for all
 * who ask. When the store does not answer, what was read in the last `staleMsMax` still counts. Writing and versions are not remembered,
 * so whoever edits uses the store itself.
 *
 * A change of the schedule is published ten seconds before it is in force, so a younger memory never misses one.
 */
export function rememberReads(
  store: KeyValueStore,
  options: { readonly clock: Clock; readonly maxAgeMs: number; readonly staleMsMax: number },
): KeyValueStore {
  const { clock, maxAgeMs, staleMsMax } = options;
  const known = new LRUCache<string, Remembered>({ max: KEYS_MAX });
  const underway = new Map<string, Promise<string | undefined>>();

  const isYounger = (entry: Remembered | undefined, ageMs: number): entry is Remembered =>
    entry !== undefined && clock.nowMs() - entry.readAtMs < ageMs;

  async function read(key: string): Promise<string | undefined> {
    const readAtMs = clock.nowMs();
    try {
      const value = await store.get(key);
      known.set(key, { value, readAtMs });
      return value;
    } catch (error) {
      const before = known.get(key);
      if (isYounger(before, staleMsMax)) return before.value;
      throw error;
    }
  }

  return {
    async get(key) {
      const entry = known.get(key);
      if (isYounger(entry, maxAgeMs)) return entry.value;
      const reading = underway.get(key) ?? read(key).finally(() => underway.delete(key));
      underway.set(key, reading);
      return reading;
    },
    list: () => store.list(),
    etag: () => store.etag(),
    update: (update) => store.update(update),
    close: () => store.close(),
  };
}
