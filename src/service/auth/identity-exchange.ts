import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { ProblemError } from '../problems/index.ts';

/** Who signs users in: an OpenID Connect issuer whose ID tokens are accepted. */
export interface IdentityIssuer {
  /** `iss` of its tokens, exactly. */
  readonly issuer: string;
  /** `aud` that the tokens must carry: our client id there. */
  readonly audience: string;
  readonly jwksUrl: string;
  /** Where a browser goes to sign in (the provider's `authorization_endpoint`); left out when only the organiser's own site leads there. */
  readonly authorizeUrl?: string | undefined;
}

export interface IdentityExchange {
  /** What a page needs to send its visitor to the provider; nothing in it is secret. */
  readonly provider: { readonly authorizeUrl: string | null; readonly clientId: string };
  /**
   * The user behind an identity token.
   *
   * @throws ProblemError `SIGN_IN_REFUSED` when the token is not from this issuer, not for us, expired, or wrongly signed;
   * `UNAVAILABLE` when the issuer's keys cannot be fetched.
   */
  verify(identityToken: string, now: Date): Promise<{ issuer: string; userId: string }>;
}

/** RS256 or ES256 only, against the issuer's published keys (fetched once and kept; rotated keys are found by their id). */
export function createIdentityExchange(issuer: IdentityIssuer): IdentityExchange {
  let keys: JWTVerifyGetKey | undefined;
  return {
    provider: { authorizeUrl: issuer.authorizeUrl ?? null, clientId: issuer.audience },
    async verify(identityToken, now) {
      keys ??= createRemoteJWKSet(new URL(issuer.jwksUrl), { timeoutDuration: 3_000 });
      try {
        const { payload } = await jwtVerify(identityToken, keys, {
          issuer: issuer.issuer,
          audience: issuer.audience,
          algorithms: ['RS256', 'ES256'],
          requiredClaims: ['sub', 'exp'],
          currentDate: now,
        });
        return { issuer: issuer.issuer, userId: payload.sub as string };
      } catch (error) {
        if (keysCannotBeHad(error))
          throw new ProblemError('UNAVAILABLE', 'The sign-in provider cannot be reached. Try again shortly.');
        throw new ProblemError('SIGN_IN_REFUSED', 'The identity token is not valid here. Sign in again.');
      }
    },
  };
}

function keysCannotBeHad(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout) return true;
  // A plain JOSEError is what the library throws for an answer that is not a key set; a TypeError is fetch's network failure.
  return (
    error instanceof TypeError ||
    (error instanceof errors.JOSEError && error.constructor === errors.JOSEError)
  );
}
