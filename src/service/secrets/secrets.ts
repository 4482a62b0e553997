import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { Random } from '../ports/index.ts';

/** Keys of the service, 32 bytes each, that serve all events. Only `signIn` is also given to the edge. */
export interface ServiceSecrets {
  /** Makes pseudonyms of user ids; never published. */
  readonly sub: Uint8Array;
  /** Signs sign-in passes; the edge verifies them with it. */
  readonly signIn: Uint8Array;
  /** Signs session passes. */
  readonly session: Uint8Array;
  /** Signs the webhooks of the test payment provider. */
  readonly webhook: Uint8Array;
}

const NAMES = ['sub', 'signIn', 'session', 'webhook'] as const;
const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes as base64url');
const file = z.strictObject({ sub: key, signIn: key, session: key, webhook: key });

/**
 * Reads the service's keys from a file that only its owner can read, or makes it on first use.
 *
 * @throws UserError `SECRETS_INVALID` when the file exists but is not a key file; it is never overwritten.
 */
export async function loadOrCreateSecrets(path: string, random: Random): Promise<ServiceSecrets> {
  if (!existsSync(path)) {
    const made = Object.fromEntries(NAMES.map((name) => [name, toBase64Url(random.bytes(32))]));
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  const parsed = file.safeParse(readJson(path));
  if (!parsed.success)
    throw new UserError(
      'SECRETS_INVALID',
      `${path} is not a key file of this service; restore it from your backup, or remove it to have new keys made`,
      parsed.error.issues.map(({ path: at, message }) => ({ path: `/${at.join('/')}`, message })),
    );
  chmodSync(path, 0o600);
  const bytes = (name: (typeof NAMES)[number]) => fromBase64Url(parsed.data[name]) as Uint8Array;
  return { sub: bytes('sub'), signIn: bytes('signIn'), session: bytes('session'), webhook: bytes('webhook') };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
