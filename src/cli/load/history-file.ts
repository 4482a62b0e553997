import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { UserError } from '../../core/errors/index.ts';
import type { EndLine, RunLine } from '../../core/history/index.ts';

export interface HistoryFile {
  /** Whole lines, each with its line end. */
  write(lines: string): void;
  /** Writes the last line; answers how many operations there are. */
  close(): Promise<number>;
}

/** @throws UserError `HISTORY_UNWRITABLE`. */
export async function openHistoryFile(path: string, run: RunLine): Promise<HistoryFile> {
  const unwritable = (error: unknown) =>
    new UserError(
      'HISTORY_UNWRITABLE',
      `the history cannot be written to ${path}: ${String((error as Error).message)}`,
    );
  const stream = createWriteStream(path);
  await once(stream, 'open').catch((error: unknown) => {
    throw unwritable(error);
  });
  let failure: unknown;
  stream.on('error', (error) => {
    failure = error;
  });
  let operations = 0;
  stream.write(`${JSON.stringify(run)}\n`);
  return {
    write(lines) {
      if (lines === '') return;
      operations += countLines(lines);
      stream.write(lines);
    },
    async close() {
      const end: EndLine = { type: 'end', operations };
      await new Promise<void>((resolve) => stream.end(`${JSON.stringify(end)}\n`, () => resolve()));
      if (failure !== undefined) throw unwritable(failure);
      return operations;
    },
  };
}

function countLines(lines: string): number {
  let count = 0;
  for (let at = lines.indexOf('\n'); at >= 0; at = lines.indexOf('\n', at + 1)) count += 1;
  return count;
}
