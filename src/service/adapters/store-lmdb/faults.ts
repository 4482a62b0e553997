import { StoreUnavailableError } from '../../ports/index.ts';

/** What a person can do about the failures that happen. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'Give this user the right to read and write it.',
  EPERM: 'Give this user the right to read and write it.',
  EROFS: 'The file system is read-only; choose another directory or mount it writable.',
  ENOSPC: 'The disk is full; free some space. Nothing that was acknowledged is lost.',
  EIO: 'The disk does not take writes (full, or failing); check it. Nothing that was acknowledged is lost.',
  EEXIST: 'It must be a directory.',
  ENOTDIR: 'It must be a directory.',
  ENOENT: 'Seed an event first, or check the path.',
};

/** The library tells system errors by number. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  5: 'EIO',
  13: 'EACCES',
  20: 'ENOTDIR',
  27: 'EIO',
  28: 'ENOSPC',
  30: 'EROFS',
};

/**
 * What a failure of the engine means for its user: one line that says what, where and what to do. Errors that are not the engine's
 * (bugs, and faults that are explained already) are returned as they are.
 */
export function explained(error: unknown, dir: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailableError) return error;
  const code: unknown = (error as { code?: unknown }).code;
  const name = typeof code === 'number' ? (NAMES[code] ?? String(code)) : code;
  if (typeof name !== 'string') return error;
  const advice = ADVICE[name] ?? 'Restore the store from a backup if this goes on.';
  return new StoreUnavailableError(`Store ${dir}: ${reasonOf(error.message)}. ${advice}`, { cause: error });
}

/** The reason of a failed commit, which the library hands out apart from the failure. */
export async function commitFailure(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  try {
    await error.commitError;
    return error;
  } catch (reason) {
    return reason;
  }
}

/** What went wrong, of "EACCES: permission denied, access '/path'" as of "Permission denied: Attempting to open …". */
function reasonOf(message: string): string {
  const [line = ''] = message.split('\n', 1);
  const [reason = line] = line.replace(/^E[A-Z]+: /, '').split(/[:,] /, 1);
  return reason.toLowerCase().replace(/\.$/, '');
}
