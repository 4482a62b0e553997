import { hkdfSync } from 'node:crypto';
import { invariant } from '../../../core/errors/index.ts';
import type { ServiceSecrets } from '../../secrets/index.ts';

/** Below this a root would be guessable; the deployment makes one of 64 characters. */
const ROOT_CHARACTERS_MIN = 43;
const KEY_BYTES = 32;

/**
 * The service's keys, derived from one secret (HKDF-SHA256, RFC 5869, one `info` per key), so that a deployment makes and guards one
 * random text and nobody ever handles a key.
 *
 * @throws invariant when the root is too short to be a secret.
 */
export function serviceSecrets(root: string): ServiceSecrets {
  invariant(root.length >= ROOT_CHARACTERS_MIN, 'the root secret is long enough to be one');
  const key = (name: string) => new Uint8Array(hkdfSync('sha256', root, '', `tix ${name} key`, KEY_BYTES));
  return { sub: key('sub'), signIn: key('sign-in'), session: key('session'), webhook: key('webhook') };
}
