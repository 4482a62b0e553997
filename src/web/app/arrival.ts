import type { Api } from '../api/index.ts';
import type { Keep } from '../platform/index.ts';
import { rememberIdentity } from '../shell/index.ts';

/**
 * A buyer who comes from the organiser's identity provider carries an ID token in the address's fragment (`#id_token=…`), which no server
 * sees. It is exchanged for our own pass and taken out of the address at once, so that nobody copies it along with a link.
 */
export async function acceptArrival(api: Api, keep: Keep): Promise<void> {
  const idToken = new URLSearchParams(location.hash.slice(1)).get('id_token');
  if (idToken === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  const outcome = await api.exchange(idToken);
  if (outcome.ok)
    rememberIdentity(keep, { name: '', sub: outcome.data.sub, expiresAt: outcome.data.expiresAt });
}
