import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { addAbortSignal } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../../core/errors/index.ts';
import type { Context } from './context.ts';

/**
 * The text of a file named on the command line, `-` being standard input.
 *
 * @throws UserError `FILE_UNREADABLE`.
 */
export async function readText(ctx: Context, path: string): Promise<string> {
  if (path === '-') return readStandardInput(ctx);
  try {
    return await readFile(resolve(ctx.cwd, path), 'utf8');
  } catch (error) {
    throw fileError('FILE_UNREADABLE', `${path} cannot be read`, error);
  }
}

/**
 * The lines of a file named on the command line, one at a time, `-` being standard input.
 *
 * @throws UserError `FILE_UNREADABLE`.
 */
export async function* readLines(ctx: Context, path: string): AsyncIterable<string> {
  const stream = path === '-' ? ctx.stdin : createReadStream(resolve(ctx.cwd, path));
  try {
    const input = addAbortSignal(ctx.signal, stream);
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    ctx.signal.throwIfAborted();
    throw fileError('FILE_UNREADABLE', `${path} cannot be read`, error);
  }
}

/** A ^C ends the wait for somebody who types nothing. */
async function readStandardInput({ stdin, signal }: Context): Promise<string> {
  try {
    return await readAll(addAbortSignal(signal, stdin));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * Writes a whole file or nothing: readers never see half of it.
 *
 * @throws UserError `FILE_UNWRITABLE`.
 */
export async function writeText(ctx: Context, path: string, content: string): Promise<void> {
  try {
    await writeFileAtomic(resolve(ctx.cwd, path), content);
  } catch (error) {
    throw fileError('FILE_UNWRITABLE', `${path} cannot be written`, error);
  }
}

/**
 * Writes lines as they come, under another name until the last is there: a file of that name is whole.
 *
 * @throws UserError `FILE_UNWRITABLE`.
 */
export async function writeLines(ctx: Context, path: string, lines: AsyncIterable<string>): Promise<void> {
  const target = resolve(ctx.cwd, path);
  const part = `${target}.part`;
  const ended = async function* () {
    for await (const line of lines) yield `${line}\n`;
  };
  try {
    await pipeline(ended, createWriteStream(part), { signal: ctx.signal });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    ctx.signal.throwIfAborted();
    throw fileError('FILE_UNWRITABLE', `${path} cannot be written`, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function fileError(code: string, what: string, cause: unknown): unknown {
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = REASONS[errno];
  return reason === undefined ? cause : new UserError(code, `${what}: ${reason}`, [], { cause });
}
