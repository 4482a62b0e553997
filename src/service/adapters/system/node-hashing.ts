import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Hashing } from '../../../core/crypto/index.ts';

// Node prepares a raw key anew for every HMAC, which costs several times the HMAC itself; a key object is prepared once.
const prepared = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(key: Uint8Array): KeyObject {
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  prepared.set(key, made);
  return made;
}

/** Node's own crypto. Keys are known by identity: an array must not be changed after it was used as a key. */
export const nodeHashing: Hashing = {
  hmacSha256: (key, text) => createHmac('sha256', keyObjectOf(key)).update(text).digest(),
  sha256: (text) => hash('sha256', text, 'buffer'),
};
