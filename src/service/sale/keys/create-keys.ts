import type { EdgeKeys } from '../../../core/admission/index.ts';
import type { Hashing } from '../../../core/crypto/index.ts';
import { UserError } from '../../../core/errors/index.ts';
import type { KeyValueStore, Random } from '../../ports/index.ts';
import { editSale } from '../edit-sale.ts';
import type { SaleNotes } from '../sale-notes.ts';
import { assertKeysUnused, usedFingerprints } from './used-keys.ts';

const KEY_BYTES = 32;
const FIRST_KID = 'k1';

/**
 * Draws the keys of a sale: those of the lottery once and for ever, and the first that signs.
 *
 * @throws UserError `KEYS_EXIST`: other keys would draw everybody's luck anew; `KEYS_USED`: these draw for another event.
 */
export async function createKeys(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: { readonly eventId: string; readonly signInKey: Uint8Array; readonly now: number },
): Promise<{ readonly kid: string }> {
  const { eventId, now } = sale;
  const keys = newKeys(random, sale.signInKey);
  await assertKeysUnused(kvs, hashing, eventId, keys);
  return editSale(kvs, eventId, (records) => {
    if (records.keys !== undefined)
      throw new UserError(
        'KEYS_EXIST',
        `${eventId} has its keys, and keys serve one sale for good; \`tix keys rotate ${eventId}\` adds a signing key`,
      );
    return {
      keys,
      notes: notesOfNewKeys(records.notes, keys, now),
      used: usedFingerprints(hashing, keys),
      result: { kid: keys.kid },
    };
  });
}

export function newKeys(random: Random, signIn: Uint8Array): EdgeKeys {
  return {
    lot: random.bytes(KEY_BYTES),
    draw: random.bytes(KEY_BYTES),
    beacon: '',
    kid: FIRST_KID,
    signing: { [FIRST_KID]: random.bytes(KEY_BYTES) },
    signIn,
    edge: random.bytes(KEY_BYTES),
    challenge: random.bytes(KEY_BYTES),
    sample: random.bytes(KEY_BYTES),
  };
}

/** `notes` with the life of fresh keys begun at `now` (epoch s). */
export function notesOfNewKeys(notes: SaleNotes, keys: EdgeKeys, now: number): SaleNotes {
  const first = { addedAt: now, signsFrom: now, verifiesUntil: null };
  return { ...notes, keysDrawnAt: now, signing: { [keys.kid]: first } };
}
