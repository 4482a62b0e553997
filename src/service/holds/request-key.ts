import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import type { RequestKey } from '../../core/reservation/index.ts';

/** The Idempotency-Key with a digest of what was asked, so that the same key under another request is noticed. */
export function requestKey(
  hashing: Hashing,
  key: string | undefined,
  operation: string,
  request: unknown,
): RequestKey | null {
  if (key === undefined) return null;
  const digest = hashing.sha256(JSON.stringify([operation, request]));
  return { key, requestHash: toBase64Url(digest.subarray(0, 16)) };
}
