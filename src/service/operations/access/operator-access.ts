import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { equalConstantTime, type Hashing, toBase64Url } from '../../../core/crypto/index.ts';
import { UserError } from '../../../core/errors/index.ts';
import type { Random } from '../../ports/index.ts';
import type { OperatorRole } from '../contract.ts';

/** A token of the operations API, as its file holds it. */
export interface OperatorToken {
  /** Who uses it, for the audit log. */
  readonly name: string;
  readonly role: OperatorRole;
  readonly token: string;
}

export interface OperatorAccess {
  /** Whose token this is; undefined when it is nobody's. Takes as long for every token of a length. */
  identify(token: string): Pick<OperatorToken, 'name' | 'role'> | undefined;
  /** Tells commands on the same machine where the API is. */
  publishUrl(url: string): Promise<void>;
}

const file = z.strictObject({
  url: z.url().nullable(),
  tokens: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(64),
        role: z.enum(['viewer', 'operator']),
        token: z.string().regex(/^[\w-]{32,256}$/, 'expected 32 to 256 of A–Z, a–z, 0–9, - and _'),
      }),
    )
    .max(200),
});

export type AccessFile = z.output<typeof file>;

/**
 * Reads who may use the operations API from a file that only its owner can read, or makes it with one token for each role. Tokens are
 * added and taken away by editing it; a running server reads it at its start.
 *
 * @throws UserError `OPS_FILE_INVALID` when the file exists but is not such a file; it is never overwritten.
 */
export async function openAccess(
  path: string,
  { random, hashing }: { readonly random: Random; readonly hashing: Hashing },
): Promise<OperatorAccess> {
  if (!existsSync(path)) {
    const made = (role: OperatorRole) => ({ name: role, role, token: toBase64Url(random.bytes(32)) });
    await write(path, { url: null, tokens: [made('viewer'), made('operator')] });
  }
  const content = readAccessFile(path);
  chmodSync(path, 0o600);
  const known = content.tokens.map(({ name, role, token }) => ({
    name,
    role,
    digest: hashing.sha256(token),
  }));
  return {
    identify(token) {
      const digest = hashing.sha256(token);
      let found: Pick<OperatorToken, 'name' | 'role'> | undefined;
      for (const { name, role, digest: own } of known) {
        if (equalConstantTime(toBase64Url(own), toBase64Url(digest))) found = { name, role };
      }
      return found;
    },
    publishUrl: (url) => write(path, { ...content, url }),
  };
}

/**
 * Where the operations API of this machine is, and the tokens for it, as its server wrote them down; undefined where none has.
 *
 * @throws UserError `OPS_FILE_INVALID`
 */
export function knownAccess(path: string): AccessFile | undefined {
  return existsSync(path) ? readAccessFile(path) : undefined;
}

function readAccessFile(path: string): AccessFile {
  const parsed = file.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  throw new UserError(
    'OPS_FILE_INVALID',
    `${path} does not say who may use the operations API; restore it, or remove it to have new tokens made`,
    parsed.error.issues.map(({ path: at, message }) => ({ path: `/${at.join('/')}`, message })),
  );
}

async function write(path: string, content: AccessFile): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
