import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import { signJwt, verifyJwt } from '../../core/jwt/index.ts';
import type { SessionClaim, SessionRecord } from '../../core/reservation/index.ts';

const SESSION = { typ: 'session+jwt', kid: 's1' };

/** The name a user has inside tix: HMAC-SHA256(subKey, issuer + "\n" + user id). The real id is not kept anywhere. */
export function pseudonym(hashing: Hashing, subKey: Uint8Array, issuer: string, userId: string): string {
  return toBase64Url(hashing.hmacSha256(subKey, `${issuer}\n${userId}`));
}

/** What a buyer shows with every hold: it carries all that the hold's condition needs, so that nothing is read first. */
export function issueSessionPass(hashing: Hashing, key: Uint8Array, session: SessionRecord): string {
  return signJwt(hashing, key, SESSION, {
    sid: session.sessionId,
    sub: session.userId,
    evt: session.eventId,
    exp: session.expiresAtMs / 1000,
    lim: session.seatLimit,
  });
}

/** The claim in a genuine pass, expired or not: the store's condition decides on time and says which it was. */
export function readSessionPass(
  hashing: Hashing,
  key: Uint8Array,
  pass: string | undefined,
): SessionClaim | undefined {
  if (pass === undefined) return undefined;
  const verified = verifyJwt(hashing, pass, { typ: SESSION.typ, keyOf: () => key });
  if (!verified.ok) return undefined;
  const { sid, sub, evt, exp, lim } = verified.payload;
  if (typeof sid !== 'string' || typeof sub !== 'string' || typeof evt !== 'string') return undefined;
  if (typeof exp !== 'number' || typeof lim !== 'number') return undefined;
  return { sessionId: sid, userId: sub, eventId: evt, expiresAtMs: exp * 1000, seatLimit: lim };
}
