import { unverifiedPayload } from '../../core/jwt/index.ts';
import type { SaleEvent } from '../api/index.ts';
import { isRecord, type Keep } from '../platform/index.ts';

export type SignInDoors = SaleEvent['signIn'];
export type SignInProvider = NonNullable<SignInDoors['provider']>;

/** A way to the identity provider and back that began here, kept under its `state`: another tab may be on a way of its own. */
interface Trip {
  readonly nonce: string;
  readonly returnPath: string;
}

/** What the identity provider sent a visitor back with. */
export type Return =
  | { readonly kind: 'token'; readonly idToken: string; readonly returnPath: string | undefined }
  | { readonly kind: 'refused'; readonly returnPath: string | undefined };

const keyOf = (state: string) => `trip.${state}`;

function isTrip(value: unknown): value is Trip {
  return isRecord(value) && typeof value.nonce === 'string' && typeof value.returnPath === 'string';
}

/**
 * The address at which the provider signs somebody in and sends them back to `/` with an ID token in the fragment (OpenID Connect Core 1.0,
 * section 3.2.2.1): one address to register there, whatever page they came from. Undefined when the provider has none.
 */
export function signInAddress(
  { authorizeUrl, clientId }: SignInProvider,
  siteUrl: string,
  state: string,
  nonce: string,
): string | undefined {
  if (authorizeUrl === null) return undefined;
  const address = new URL(authorizeUrl);
  const asked = { response_type: 'id_token', scope: 'openid', client_id: clientId, state, nonce };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  address.searchParams.set('redirect_uri', `${siteUrl}/`);
  return address.href;
}

/** Remembers that a sign-in was begun here, and where to come back to. */
export function beginTrip(keep: Keep, state: string, trip: Trip): void {
  keep.write(keyOf(state), trip);
}

/**
 * Reads the fragment that a visitor arrived with; undefined when it is nobody's answer. Who brings a `state` must have begun the trip in
 * this browser, and for this very token: otherwise somebody else's sign-in could be slipped in. The organiser's own site links here with a token alone.
 */
export function readReturn(keep: Keep, fragment: string): Return | undefined {
  const sent = new URLSearchParams(fragment);
  const idToken = sent.get('id_token');
  const state = sent.get('state');
  if (idToken === null && !sent.has('error')) return undefined;
  const trip = state === null ? undefined : keep.read(keyOf(state), isTrip);
  if (state !== null) keep.remove(keyOf(state));
  const returnPath = trip?.returnPath;
  const isOurs = state === null || (trip !== undefined && nonceOf(idToken) === trip.nonce);
  return idToken !== null && isOurs
    ? { kind: 'token', idToken, returnPath }
    : { kind: 'refused', returnPath };
}

function nonceOf(idToken: string | null): unknown {
  return idToken === null ? undefined : unverifiedPayload(idToken)?.nonce;
}

/** What a person is called in a token that the service has accepted; empty when it does not say. */
export function nameIn(idToken: string): string {
  const claims = unverifiedPayload(idToken) ?? {};
  const name = [claims.name, claims.preferred_username, claims.email].find(
    (claim) => typeof claim === 'string' && claim !== '',
  );
  return typeof name === 'string' ? name : '';
}
