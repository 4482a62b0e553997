import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../core/errors/index.ts';
import { type History, readHistory } from '../../core/history/index.ts';
import type { Context } from '../framework/index.ts';

/** @throws UserError `FILE_UNREADABLE`, and what `readHistory` throws. */
export async function readHistoryFile(ctx: Context, path: string): Promise<History> {
  const file = await open(resolve(ctx.cwd, path)).catch((error: unknown) => {
    throw new UserError('FILE_UNREADABLE', `${path} cannot be read: ${(error as Error).message}`, [], {
      cause: error,
    });
  });
  using progress = ctx.progress('lines of the history read');
  async function* lines(): AsyncIterable<string> {
    for await (const line of file.readLines()) {
      ctx.signal.throwIfAborted();
      progress.advance();
      yield line;
    }
  }
  try {
    return await readHistory(lines());
  } finally {
    await file.close();
  }
}
