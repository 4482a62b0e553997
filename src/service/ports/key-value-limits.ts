import { type Problem, UserError } from '../../core/errors/index.ts';
import type { KeyValueUpdate } from './key-value-store.ts';

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
  const puts = Object.entries(update.puts ?? {});
  const deletes = update.deletes ?? [];
  const problems: Problem[] = [];
  const count = puts.length + deletes.length;
  if (count > UPDATE_KEYS_MAX)
    problems.push({ path: '', message: `${count} keys in one update, at most ${UPDATE_KEYS_MAX} fit` });
  for (const [key, value] of puts) {
    if (key === '' || bytes(key) > KEY_BYTES_MAX)
      problems.push({ path: key.slice(0, 64), message: `a key has 1 to ${KEY_BYTES_MAX} bytes` });
    if (bytes(value) > VALUE_BYTES_MAX)
      problems.push({
        path: key.slice(0, 64),
        message: `the value has ${bytes(value)} bytes, at most ${VALUE_BYTES_MAX} fit`,
      });
    if (deletes.includes(key))
      problems.push({ path: key.slice(0, 64), message: 'put and deleted in the same update' });
  }
  if (problems.length > 0)
    throw new UserError(
      'KVS_LIMIT',
      'the update does not fit the key-value store; nothing was written',
      problems,
    );
}
