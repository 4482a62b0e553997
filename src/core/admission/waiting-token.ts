import type { Hashing } from '../crypto/index.ts';
import { invariant } from '../errors/index.ts';
import { type JsonObject, type JwtFailure, signJwt, verifyJwt } from '../jwt/index.ts';

export const WAITING_TOKEN_TYPE = 'wrt+jwt';

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

export type WaitingTokenFailure = JwtFailure | 'badPayload' | 'wrongEvent' | 'wrongSubject' | 'expired';

export type WaitingTokenVerification =
  | { readonly ok: true; readonly payload: WaitingPayload }
  | { readonly ok: false; readonly reason: WaitingTokenFailure };

export function signWaitingToken(hashing: Hashing, keys: SigningKeys, payload: WaitingPayload): string {
  const key = ownKey(keys, keys.kid);
  invariant(key !== undefined, 'the key that signs is among the signing keys');
  return signJwt(hashing, key, { typ: WAITING_TOKEN_TYPE, kid: keys.kid }, payload);
}

/** Checks, in this order: form, signature, fields, event, subject (unless `sub` is undefined), expiry (`exp` ≤ now is too late). */
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
  const payload = verified.payload;
  if (!isWaitingPayload(payload)) return { ok: false, reason: 'badPayload' };
  if (payload.evt !== expected.eventId) return { ok: false, reason: 'wrongEvent' };
  if (expected.sub !== undefined && payload.sub !== expected.sub)
    return { ok: false, reason: 'wrongSubject' };
  if (payload.exp <= expected.now) return { ok: false, reason: 'expired' };
  return { ok: true, payload: payload };
}

// A kid is the client's word: `__proto__` or `toString` must not find what every object inherits.
function ownKey(keys: SigningKeys, kid: string): Uint8Array | undefined {
  return Object.hasOwn(keys.signing, kid) ? keys.signing[kid] : undefined;
}

function isWaitingPayload(value: JsonObject | WaitingPayload): value is WaitingPayload {
  const texts = [value.id, value.evt, value.sub, value.lot, value.ch];
  const numbers = [value.iat, value.exp, value.c0, value.boff, value.chd];
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => typeof number === 'number' && number >= 0 && number < 2 ** 53)
  );
}
