import type { Api } from '../api/index.ts';
import type { Keep } from '../platform/index.ts';
import { goTo, nameIn, readReturn, rememberIdentity, type SignInTrouble } from '../shell/index.ts';

/**
 * A buyer who comes from the organiser's identity provider carries an ID token in the address's fragment (`#id_token=…`), which no server
 * sees. It is taken out of the address at once, so that nobody copies it along with a link, and exchanged for our own pass. Answers what
 * went wrong, for the next page to say.
 */
export async function acceptArrival(api: Api, keep: Keep): Promise<SignInTrouble | undefined> {
  const back = readReturn(keep, location.hash.slice(1));
  if (back === undefined) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  if (back.returnPath !== undefined) goTo(back.returnPath, 'replace');
  if (back.kind === 'refused') return 'refused';
  const outcome = await api.exchange(back.idToken);
  if (!outcome.ok) return outcome.failure.code === 'SIGN_IN_REFUSED' ? 'refused' : 'failed';
  const { sub, expiresAt } = outcome.data;
  rememberIdentity(keep, { name: nameIn(back.idToken), sub, expiresAt });
  return undefined;
}
