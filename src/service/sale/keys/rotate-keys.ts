import type { EdgeKeys, SaleRecord } from '../../../core/admission/index.ts';
import { UserError } from '../../../core/errors/index.ts';
import type { KeyValueStore, Random } from '../../ports/index.ts';
import { editSale, requireKeys, type SaleRecords } from '../edit-sale.ts';
import type { KeyNotes, SaleNotes } from '../sale-notes.ts';

/*
 * A token is signed at one edge location and shown at another, and the two learn of a change at different moments. So a rotation takes
 * two steps with the propagation time between them:
 *
 *   k1 signs │ add k2            │ switch to k2                 │ k1 dropped
 *   ─────────┼───────────────────┼──────────────────────────────┼───────────
 *   verify:  │ k1, at last k1 k2 │ k1 and k2, everywhere        │ k2
 *   sign:    │ k1                │ k1 here and there, then k2   │ k2
 */

/** Life of a token when there is no sale yet to say so: the longest there is. */
const TOKEN_LIFE_SECONDS_MAX = 604_800;

/** Beyond its slot a token's next try may be this far off, where the sale could not be read for a while. */
const PAUSE_SECONDS_MAX = 180;

export interface KeyAdded {
  readonly kid: string;
  readonly addedAt: number;
  /** False when an earlier rotation was cut short: its key waits already. */
  readonly isNew: boolean;
  /** Kids whose last token has expired; they verify nothing any more. */
  readonly dropped: readonly string[];
}

/**
 * First half of a rotation: a new key that verifies and does not sign yet. Draw and lot keys stay as they are.
 *
 * @throws UserError `KEYS_UNKNOWN`; `INVALID_KEYS` when no more fit into the record.
 */
export function addSigningKey(
  kvs: KeyValueStore,
  random: Random,
  rotation: { readonly eventId: string; readonly now: number },
): Promise<KeyAdded> {
  const { eventId, now } = rotation;
  const fresh = random.bytes(32);
  return editSale<KeyAdded>(kvs, eventId, (records) => {
    const keys = requireKeys(records, eventId);
    const notes = knownSigning(records, keys, now);
    const waiting = waitingKey(keys, notes);
    if (waiting !== undefined)
      return { result: { kid: waiting.kid, addedAt: waiting.addedAt, isNew: false, dropped: [] } };

    const dropped = Object.entries(notes)
      .filter(([, { verifiesUntil }]) => verifiesUntil !== null && verifiesUntil <= now)
      .map(([kid]) => kid);
    const kid = nextKid(keys);
    const added: KeyNotes = { addedAt: now, signsFrom: null, verifiesUntil: null };
    return {
      keys: { ...keys, signing: { ...without(keys.signing, dropped), [kid]: fresh } },
      notes: { ...records.notes, signing: { ...without(notes, dropped), [kid]: added } },
      result: { kid, addedAt: now, isNew: true, dropped },
    };
  });
}

export interface KeySwitched {
  readonly kid: string;
  readonly retired: { readonly kid: string; readonly verifiesUntil: number };
}

/**
 * Second half: the key that was added signs from now on, and the one before it verifies until the last token it signed has expired.
 *
 * @param rotation.spreadSeconds the time a change takes to reach every edge; the key was added at least this long ago.
 * @throws UserError `KEY_UNKNOWN` when no such key waits, `KEY_TOO_FRESH`.
 */
export function switchSigningKey(
  kvs: KeyValueStore,
  rotation: {
    readonly eventId: string;
    readonly kid: string;
    readonly now: number;
    readonly spreadSeconds: number;
  },
): Promise<KeySwitched> {
  const { eventId, kid, now, spreadSeconds } = rotation;
  return editSale(kvs, eventId, (records) => {
    const keys = requireKeys(records, eventId);
    const signing = knownSigning(records, keys, now);
    const waiting = waitingKey(keys, signing);
    if (waiting?.kid !== kid)
      throw new UserError('KEY_UNKNOWN', `no key ${kid} of ${eventId} waits to sign; run the rotation again`);
    if (now < waiting.addedAt + spreadSeconds)
      throw new UserError(
        'KEY_TOO_FRESH',
        `key ${kid} was added ${now - waiting.addedAt} s ago; the edge needs ${spreadSeconds} s to learn of it`,
      );
    const verifiesUntil = lastExpiry(records.sale, now + spreadSeconds);
    const before = signing[keys.kid] ?? { addedAt: 0, signsFrom: 0 };
    const notes: SaleNotes = {
      ...records.notes,
      signing: {
        ...signing,
        [keys.kid]: { ...before, verifiesUntil },
        [kid]: { addedAt: waiting.addedAt, signsFrom: now, verifiesUntil: null },
      },
    };
    return { keys: { ...keys, kid }, notes, result: { kid, retired: { kid: keys.kid, verifiesUntil } } };
  });
}

/** When the last token has expired that could be signed until `t` (epoch s): see expiry and backoff of a place. */
function lastExpiry(sale: SaleRecord | undefined, t: number): number {
  const slotSeconds = sale?.slotSeconds ?? 120;
  const signedUntil = Math.max(t, sale?.opensAt ?? t);
  return signedUntil + slotSeconds + PAUSE_SECONDS_MAX + (sale?.tokenLifeSeconds ?? TOKEN_LIFE_SECONDS_MAX);
}

/** What is known of every signing key; of one that nobody wrote anything down about, that it may have signed until now. */
function knownSigning({ notes, sale }: SaleRecords, keys: EdgeKeys, now: number): Record<string, KeyNotes> {
  const unknown = (kid: string): KeyNotes => ({
    addedAt: 0,
    signsFrom: 0,
    verifiesUntil: kid === keys.kid ? null : lastExpiry(sale, now),
  });
  return Object.fromEntries(
    Object.keys(keys.signing).map((kid) => [kid, notes.signing[kid] ?? unknown(kid)]),
  );
}

function waitingKey(keys: EdgeKeys, signing: Readonly<Record<string, KeyNotes>>) {
  const waiting = Object.entries(signing).find(
    ([kid, { signsFrom }]) => kid !== keys.kid && signsFrom === null,
  );
  return waiting === undefined ? undefined : { kid: waiting[0], addedAt: waiting[1].addedAt };
}

/** `k3` after `k1` and `k2`: a kid is never used for a second key while tokens of the first may live. */
function nextKid({ signing }: EdgeKeys): string {
  const numbers = Object.keys(signing).map((kid) => Number(/^k(\d{1,9})$/.exec(kid)?.[1] ?? 0));
  return `k${Math.max(...numbers) + 1}`;
}

function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
