import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Hashing } from '../../core/crypto/index.ts';

const encoder = new TextEncoder();

/** Synchronous hashing for browsers, whose own (SubtleCrypto) only answers later: the verdict's rules are plain functions. */
export const browserHashing: Hashing = {
  hmacSha256: (key, text) => hmac(sha256, key, encoder.encode(text)),
  sha256: (text) => sha256(encoder.encode(text)),
};
