import type { Hashing } from '../crypto/index.ts';
import { uint32 } from './draw.ts';

/** Longest nonce that is looked at, in characters. */
const MAX_NONCE_LENGTH = 64;

/** Whether SHA-256(challenge + ":" + nonce) starts with `bits` zero bits: 32 at most, and with 0 nothing need be proven. */
export function proofHolds(
  hashing: Hashing,
  challenge: string,
  bits: number,
  nonce: string | undefined,
): boolean {
  if (bits <= 0) return true;
  if (nonce === undefined || nonce.length > MAX_NONCE_LENGTH) return false;
  return Math.clz32(uint32(hashing.sha256(`${challenge}:${nonce}`), 0)) >= bits;
}

/**
 * Looks for a nonce among `tries` numbers from `firstNonce` on. Not found: go on from `nextNonce`, after letting others have their
 * turn. 2^bits tries are needed on average.
 */
export function solveProof(
  hashing: Hashing,
  challenge: string,
  bits: number,
  firstNonce: number,
  tries: number,
): { readonly nonce: string } | { readonly nextNonce: number } {
  for (let nonce = firstNonce; nonce < firstNonce + tries; nonce++) {
    if (proofHolds(hashing, challenge, bits, String(nonce))) return { nonce: String(nonce) };
  }
  return { nextNonce: firstNonce + tries };
}
