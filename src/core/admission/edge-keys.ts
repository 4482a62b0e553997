import { decodeBase64Url } from '../crypto/index.ts';
import type { DrawKeys } from './draw.ts';
import type { SigningKeys } from './waiting-token.ts';

/** The keys of one sale that the edge needs, 32 bytes each. None of them serves another sale or another purpose. */
export interface EdgeKeys extends DrawKeys, SigningKeys {
  /** Verifies sign-in passes. */
  readonly signIn: Uint8Array;
  /** Signs what the edge tells the service. */
  readonly edge: Uint8Array;
  /** Derives token ids and proof-of-work challenges. */
  readonly challenge: Uint8Array;
  /** Decides which requests are sampled. */
  readonly sample: Uint8Array;
}

/** How the keys are stored: base64url. `beacon` as in `DrawKeys`. */
export interface StoredEdgeKeys {
  readonly v: 1;
  readonly lot: string;
  readonly draw: string;
  readonly beacon: string | null;
  readonly kid: string;
  readonly signing: Readonly<Record<string, string>>;
  readonly signIn: string;
  readonly edge: string;
  readonly challenge: string;
  readonly sample: string;
}

export const KEY_LENGTH = 32;

/** The one spelling of 32 bytes: the last of 43 characters holds four bits, and two that must be 0. */
const KEY_TEXT = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** The value of a beacon round, 64 lower-case hex digits, or nothing. */
export const BEACON_VALUE = /^([0-9a-f]{64})?$/;

/** Key of the key record in the edge's key-value store. */
export function keysKey(eventId: string): string {
  return `keys:${eventId}`;
}

/** The keys, or undefined when the record is unreadable or any key in it is not 32 bytes: then nothing is signed or believed. */
export function parseEdgeKeys(text: string): EdgeKeys | undefined {
  try {
    const stored = JSON.parse(text) as StoredEdgeKeys;
    const beacon = stored.beacon;
    if (stored.v !== 1 || (beacon !== null && !BEACON_VALUE.test(beacon))) return undefined;
    const signing: Record<string, Uint8Array> = {};
    const kids = Object.keys(stored.signing);
    kids.forEach((kid) => {
      signing[kid] = keyFrom(stored.signing[kid]);
    });
    if (kids.indexOf(stored.kid) < 0) return undefined;
    return {
      lot: keyFrom(stored.lot),
      draw: keyFrom(stored.draw),
      beacon: beacon,
      kid: stored.kid,
      signing: signing,
      signIn: keyFrom(stored.signIn),
      edge: keyFrom(stored.edge),
      challenge: keyFrom(stored.challenge),
      sample: keyFrom(stored.sample),
    };
  } catch {
    return undefined;
  }
}

function keyFrom(text: string | undefined): Uint8Array {
  // Caught above; the text is a secret and stays out of the message.
  if (text === undefined || !KEY_TEXT.test(text)) throw new Error('not a key');
  return decodeBase64Url(text);
}
