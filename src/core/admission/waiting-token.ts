import type { Hashing } from '../crypto/index.ts';
import { invariant } from '../errors/index.ts';
import { type JsonObject, type JwtFailure, signJwt, verifyJwt } from '../jwt/index.ts';

const WAITING_TOKEN_TYPE = 'wrt+jwt';

/** A place in the waiting room. Times are epoch seconds. */
export interface WaitingPayload {
  /** UUIDv7. */
  readonly id: string;
  readonly evt: string;
  readonly iat: number;
  readonly exp: number;
  readonly sub: string;
  /** The lottery ticket, b64u of 16 bytes. */
  readonly lot: string;
  /** The sale clock when the waiting began; kept whenever the token is signed again. */
  readonly c0: number;
  /** Backoff: no attempt before this. */
  readonly boff: number;
  /** Proof-of-work challenge and its difficulty in bits. */
  readonly ch: string;
  readonly chd: number;
}

export interface SigningKeys {
  /** The key that signs now. */
  readonly kid: string;
  /** Every key that still verifies, by kid. */
  readonly signing: Readonly<Record<string, Uint8Array>>;
}

export type WaitingTokenFailure = JwtFailure | 'wrongEvent' | 'wrongSubject' | 'expired';

export type WaitingTokenVerification =
  | { readonly ok: true; readonly payload: WaitingPayload }
  | { readonly ok: false; readonly reason: WaitingTokenFailure };

export function signWaitingToken(hashing: Hashing, keys: SigningKeys, payload: WaitingPayload): string {
  const key = ownKey(keys, keys.kid);
  invariant(key !== undefined, 'kid names a signing key');
  return signJwt(hashing, key, { typ: WAITING_TOKEN_TYPE, kid: keys.kid }, payload);
}

/** Checks, in this order: form, signature, event, subject (unless `sub` is undefined), expiry (`exp` ≤ now is too late). */
export function verifyWaitingToken(
  hashing: Hashing,
  keys: SigningKeys,
  token: string,
  expected: { readonly eventId: string; readonly sub: string | undefined; readonly now: number },
): WaitingTokenVerification {
  const verified = verifyJwt(hashing, token, {
    typ: WAITING_TOKEN_TYPE,
    keyOf: (kid) => (kid === undefined ? undefined : ownKey(keys, kid)),
  });
  if (!verified.ok) return verified;
  // Signed with a key that signs nothing else under this type, so it has the shape we gave it.
  const payload = verified.payload as JsonObject & WaitingPayload;
  if (payload.evt !== expected.eventId) return refusal('wrongEvent');
  if (expected.sub !== undefined && payload.sub !== expected.sub) return refusal('wrongSubject');
  if (!(payload.exp > expected.now)) return refusal('expired');
  return { ok: true, payload: payload };
}

function refusal(reason: WaitingTokenFailure): WaitingTokenVerification {
  return { ok: false, reason: reason };
}

// A kid is the client's word: `__proto__` or `toString` must not find what every object inherits.
function ownKey(keys: SigningKeys, kid: string): Uint8Array | undefined {
  return Object.keys(keys.signing).indexOf(kid) < 0 ? undefined : keys.signing[kid];
}
