import { type Problem, UserError } from '../../core/errors/index.ts';
import type { KeyValueStore, KeyValueUpdate } from './key-value-store.ts';

// Quotas of CloudFront KeyValueStore, in bytes of UTF-8.
const KEY_BYTES_MAX = 512;
const VALUE_BYTES_MAX = 1024;
const UPDATE_KEYS_MAX = 50;

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/**
 * Refuses an update that the edge's store would refuse, before anything is sent, so that every adapter has the same limits.
 *
 * @throws UserError `KVS_LIMIT` with one problem per key that is too large, empty, or both put and deleted.
 */
export function assertUpdateFits(update: KeyValueUpdate): void {
  const count = Object.keys(update.puts ?? {}).length + (update.deletes ?? []).length;
  const message = `${count} keys in one update, at most ${UPDATE_KEYS_MAX} fit`;
  refuse([...(count > UPDATE_KEYS_MAX ? [{ path: '', message }] : []), ...keyProblems(update)]);
}

/**
 * Applies an update of any number of keys in as many steps as the store takes, deletes first, and answers the last ETag. Every step is
 * atomic, the whole is not: readers may see some of it, and a writer that comes between two steps leaves the rest undone.
 *
 * @throws KeyValueConflictError when another writer came first or between; what is done stays done, so read again and decide again.
 * @throws UserError `KVS_LIMIT` before anything is written.
 */
export async function updateInBatches(store: KeyValueStore, update: KeyValueUpdate): Promise<string> {
  refuse(keyProblems(update));
  let ifMatch = update.ifMatch;
  for (const step of batchesOf(update)) ifMatch = await store.update({ ...step, ifMatch });
  return ifMatch;
}

function batchesOf({ puts = {}, deletes = [] }: KeyValueUpdate): Pick<KeyValueUpdate, 'puts' | 'deletes'>[] {
  const entries = Object.entries(puts);
  return [
    ...chunks(deletes).map((some) => ({ deletes: some })),
    ...chunks(entries).map((some) => ({ puts: Object.fromEntries(some) })),
  ];
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / UPDATE_KEYS_MAX);
  return Array.from({ length: count }, (_, i) => items.slice(i * UPDATE_KEYS_MAX, (i + 1) * UPDATE_KEYS_MAX));
}

function keyProblems({ puts = {}, deletes = [] }: Pick<KeyValueUpdate, 'puts' | 'deletes'>): Problem[] {
  const deleted = new Set(deletes);
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(puts)) {
    const path = key.slice(0, 64);
    if (key === '' || bytes(key) > KEY_BYTES_MAX)
      problems.push({ path, message: `a key has 1 to ${KEY_BYTES_MAX} bytes` });
    if (bytes(value) > VALUE_BYTES_MAX)
      problems.push({
        path,
        message: `the value has ${bytes(value)} bytes, at most ${VALUE_BYTES_MAX} fit`,
      });
    if (deleted.has(key)) problems.push({ path, message: 'put and deleted in the same update' });
  }
  return problems;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0)
    throw new UserError(
      'KVS_LIMIT',
      'the update does not fit the key-value store; nothing was written',
      problems,
    );
}
