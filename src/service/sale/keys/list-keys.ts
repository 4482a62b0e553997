import type { EdgeKeys } from '../../../core/admission/index.ts';
import { type Hashing, toBase64Url } from '../../../core/crypto/index.ts';
import { requireKeys, type SaleRecords } from '../edit-sale.ts';

/** What a key does at a moment. */
export type KeyUse =
  /** Signs and verifies waiting tokens. */
  | 'signs'
  /** Verifies, and will sign once every edge knows it. */
  | 'waits'
  /** Verifies what it signed before. */
  | 'verifies'
  /** Everything it signed has expired; the next rotation drops it. */
  | 'expired'
  /** Serves this sale from its first to its last token. */
  | 'sale'
  /** Signs sign-in passes; the service's own, shared by all events. */
  | 'service';

export interface KeyLine {
  readonly purpose: 'signing' | 'lot' | 'draw' | 'edge' | 'challenge' | 'sample' | 'signIn';
  /** Null where there is one key only. */
  readonly kid: string | null;
  readonly use: KeyUse;
  /** Tells keys apart and says nothing of them: 12 hex digits of a hash. */
  readonly fingerprint: string;
  /** Epoch s; null when nobody wrote it down. */
  readonly addedAt: number | null;
  readonly signsFrom: number | null;
  readonly verifiesUntil: number | null;
}

/**
 * What keys an event has, never the keys.
 *
 * @throws UserError `KEYS_UNKNOWN`
 */
export function listKeys(hashing: Hashing, records: SaleRecords, eventId: string, now: number): KeyLine[] {
  const keys = requireKeys(records, eventId);
  const { notes } = records;
  const signing = Object.entries(keys.signing).map(([kid, key]): KeyLine => {
    const { addedAt = null, signsFrom = null, verifiesUntil = null } = notes.signing[kid] ?? {};
    const use = useOf(keys, kid, { isKnown: addedAt !== null, signsFrom, verifiesUntil }, now);
    return {
      purpose: 'signing',
      kid,
      use,
      fingerprint: fingerprint(hashing, key),
      addedAt,
      signsFrom,
      verifiesUntil,
    };
  });
  const single = (purpose: Exclude<KeyLine['purpose'], 'signing'>): KeyLine => ({
    purpose,
    kid: null,
    use: purpose === 'signIn' ? 'service' : 'sale',
    fingerprint: fingerprint(hashing, keys[purpose]),
    addedAt: purpose === 'signIn' ? null : notes.keysDrawnAt,
    signsFrom: null,
    verifiesUntil: null,
  });
  return [...signing, ...(['lot', 'draw', 'edge', 'challenge', 'sample', 'signIn'] as const).map(single)];
}

function useOf(
  keys: EdgeKeys,
  kid: string,
  known: {
    readonly isKnown: boolean;
    readonly signsFrom: number | null;
    readonly verifiesUntil: number | null;
  },
  now: number,
): KeyUse {
  if (kid === keys.kid) return 'signs';
  if (known.isKnown && known.signsFrom === null) return 'waits';
  return known.verifiesUntil !== null && known.verifiesUntil <= now ? 'expired' : 'verifies';
}

/** 12 hex digits that tell a key by, and say nothing of it. */
export function fingerprint(hashing: Hashing, key: Uint8Array): string {
  const digest = hashing.sha256(`tix-key-fingerprint\n${toBase64Url(key)}`);
  return Buffer.from(digest.subarray(0, 6)).toString('hex');
}
