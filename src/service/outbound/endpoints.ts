import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { Random } from '../ports/index.ts';

export interface WebhookEndpoint {
  readonly url: string;
  /** 32 bytes, for this endpoint alone: what its operator checks signatures with. */
  readonly key: Uint8Array;
}

const file = z.record(z.url(), z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes as base64url'));

/**
 * The endpoints of these addresses with their keys, from a file that only its owner can read. An address that is new gets a key; the key
 * of one that is no longer served is kept, since it may come back.
 *
 * @throws UserError `ENDPOINTS_INVALID` when the file is not one of these; it is never overwritten.
 */
export async function loadEndpoints(
  path: string,
  urls: readonly string[],
  random: Random,
): Promise<readonly WebhookEndpoint[]> {
  const known = existsSync(path) ? readKeys(path) : {};
  const missing = urls.filter((url) => known[url] === undefined);
  for (const url of missing) known[url] = toBase64Url(random.bytes(32));
  if (missing.length > 0) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
  }
  return [...new Set(urls)].map((url) => ({ url, key: fromBase64Url(known[url] ?? '') ?? new Uint8Array() }));
}

function readKeys(path: string): Record<string, string> {
  const parsed = file.safeParse(parsedJson(path));
  if (parsed.success) return { ...parsed.data };
  throw new UserError(
    'ENDPOINTS_INVALID',
    `${path} is not a file of webhook addresses and their keys; restore it from your backup, or remove it to have new keys made`,
    parsed.error.issues.map(({ path: at, message }) => ({ path: `/${at.join('/')}`, message })),
  );
}

function parsedJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
