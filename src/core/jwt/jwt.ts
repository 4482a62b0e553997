import {
  equalConstantTime,
  type Hashing,
  textFromBase64Url,
  textToBase64Url,
  toBase64Url,
} from '../crypto/index.ts';

/** Longer texts are not looked at: no token of ours comes near it, and a header of 8 KB must stay cheap to refuse. */
export const MAX_JWT_LENGTH = 4096;

export type JwtFailure = 'malformed' | 'wrongAlgorithm' | 'wrongType' | 'unknownKey' | 'badSignature';

export type JsonObject = Readonly<Record<string, unknown>>;

export type JwtVerification =
  | { readonly ok: true; readonly payload: JsonObject; readonly kid: string | undefined }
  | { readonly ok: false; readonly reason: JwtFailure };

export interface JwtExpectation {
  /** The header's `typ`: each kind of token has its own, so that none can stand in for another. */
  readonly typ: string;
  /** The key of a `kid` (undefined when the header names none), or undefined when there is no such key. */
  readonly keyOf: (kid: string | undefined) => Uint8Array | undefined;
}

/** A compact JWS (RFC 7515) with HS256. `payload` must be JSON. */
export function signJwt(
  hashing: Hashing,
  key: Uint8Array,
  header: { readonly typ: string; readonly kid?: string },
  payload: object,
): string {
  const head = textToBase64Url(JSON.stringify({ alg: 'HS256', typ: header.typ, kid: header.kid }));
  const signed = `${head}.${textToBase64Url(JSON.stringify(payload))}`;
  return `${signed}.${toBase64Url(hashing.hmacSha256(key, signed))}`;
}

/**
 * Checks form, `alg` (HS256 only), `typ` and signature; the signature is compared in constant time, as text, so that it has one
 * spelling. `exp` and the payload's fields are the caller's to check.
 */
export function verifyJwt(hashing: Hashing, token: string, expected: JwtExpectation): JwtVerification {
  if (token.length > MAX_JWT_LENGTH) return refusal('malformed');
  // Were there more than two dots, the body would hold them, and we never signed such a one.
  const bodyAt = token.indexOf('.') + 1;
  const signatureAt = token.lastIndexOf('.') + 1;
  const signed = token.slice(0, signatureAt - 1);
  const header = jsonObjectFrom(token.slice(0, bodyAt - 1));
  if (header === undefined || bodyAt === signatureAt) return refusal('malformed');
  if (header.alg !== 'HS256') return refusal('wrongAlgorithm');
  if (header.typ !== expected.typ) return refusal('wrongType');
  const kid = typeof header.kid === 'string' ? header.kid : undefined;
  const key = expected.keyOf(kid);
  if (key === undefined) return refusal('unknownKey');
  const signature = toBase64Url(hashing.hmacSha256(key, signed));
  if (!equalConstantTime(token.slice(signatureAt), signature)) return refusal('badSignature');
  const payload = jsonObjectFrom(signed.slice(bodyAt));
  return payload === undefined ? refusal('malformed') : { ok: true, payload: payload, kid: kid };
}

/** What a token's payload says, with nothing checked; undefined when it cannot be read. For explaining, never for deciding. */
export function unverifiedPayload(token: string): JsonObject | undefined {
  const parts = token.split('.');
  return parts[1] === undefined ? undefined : jsonObjectFrom(parts[1]);
}

function refusal(reason: JwtFailure): JwtVerification {
  return { ok: false, reason: reason };
}

function jsonObjectFrom(encoded: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(textFromBase64Url(encoded));
    return value instanceof Object ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
