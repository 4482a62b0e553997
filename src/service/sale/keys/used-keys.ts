import type { EdgeKeys } from '../../../core/admission/index.ts';
import type { Hashing } from '../../../core/crypto/index.ts';
import { UserError } from '../../../core/errors/index.ts';
import type { KeyValueStore } from '../../ports/index.ts';
import { USED, usedKey } from '../draw-record.ts';
import { fingerprint } from './list-keys.ts';

/** What is kept of the keys that draw lots and numbers, so that they are known again. */
export function usedFingerprints(hashing: Hashing, { lot, draw }: Pick<EdgeKeys, 'lot' | 'draw'>): string {
  return `${fingerprint(hashing, lot)} ${fingerprint(hashing, draw)}`;
}

/**
 * Keys that drew for one event have been published after it, or will be: drawing for another with them would tell its outcome beforehand.
 *
 * @throws UserError `KEYS_USED` naming the other event.
 */
export async function assertKeysUnused(
  kvs: KeyValueStore,
  hashing: Hashing,
  eventId: string,
  keys: Pick<EdgeKeys, 'lot' | 'draw'>,
): Promise<void> {
  const own = new Set(usedFingerprints(hashing, keys).split(' '));
  const others = (await kvs.list()).filter((name) => name.startsWith(USED) && name !== usedKey(eventId));
  for (const name of others) {
    const known = (await kvs.get(name)) ?? '';
    if (known.split(' ').some((one) => own.has(one)))
      throw new UserError(
        'KEYS_USED',
        `these keys drew for ${name.slice(USED.length)}, and keys serve one event: draw new ones`,
      );
  }
}
