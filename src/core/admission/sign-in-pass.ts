import type { Hashing } from '../crypto/index.ts';
import { signJwt, verifyJwt } from '../jwt/index.ts';
import { isPlainId } from './ids.ts';

const SIGN_IN_TYPE = 'sign-in+jwt';

/** Who the buyer is, as a pseudonym. Times are epoch seconds. */
export interface SignInClaims {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

export function signSignInPass(hashing: Hashing, signInKey: Uint8Array, claims: SignInClaims): string {
  return signJwt(hashing, signInKey, { typ: SIGN_IN_TYPE }, claims);
}

/** The pseudonym a sign-in pass proves at `now`, or undefined when there is no pass, or it is forged, expired or not a sign-in pass. */
export function signedInSub(
  hashing: Hashing,
  keys: { readonly signIn: Uint8Array },
  pass: string | undefined,
  now: number,
): string | undefined {
  if (pass === undefined) return undefined;
  const verified = verifyJwt(hashing, pass, { typ: SIGN_IN_TYPE, keyOf: () => keys.signIn });
  if (!verified.ok) return undefined;
  const sub = verified.payload.sub;
  const exp = verified.payload.exp;
  return typeof exp === 'number' && exp > now && typeof sub === 'string' && isPlainId(sub) ? sub : undefined;
}

/**
 * The one pass that counts when a request carries several: `x-tix-auth`, then `Authorization: Bearer`, then the cookie.
 * Each argument is the first value the request has of it.
 */
export function choosePass(sources: {
  readonly pass?: string | undefined;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): string | undefined {
  if (sources.pass) return sources.pass;
  const authorization = sources.authorization;
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  return sources.cookie ? sources.cookie : undefined;
}
