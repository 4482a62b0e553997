import { createHmac, hash } from 'node:crypto';
import type { Hashing } from '../../../core/crypto/index.ts';

/** Node's own crypto. */
export const nodeHashing: Hashing = {
  hmacSha256: (key, text) => createHmac('sha256', key).update(text).digest(),
  sha256: (text) => hash('sha256', text, 'buffer'),
};
