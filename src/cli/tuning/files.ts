import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../../core/errors/index.ts';
import type { TunerMemory } from '../../service/tuning/index.ts';

/** What a tuner has learnt, as a file that is whole at every moment. */
export function memoryFile(path: string): TunerMemory {
  return {
    async load() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw unusable(path, error);
      }
    },
    async save(text) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFileAtomic(path, text, { mode: 0o600 });
      } catch (error) {
        throw unusable(path, error);
      }
    },
  };
}

/** Adds one line of JSON to the decision log. */
export async function logDecision(path: string, decision: unknown): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(decision)}\n`, { mode: 0o600 });
  } catch (error) {
    throw unusable(path, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unusable(path: string, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError('FILE_UNWRITABLE', `${path} cannot be used: ${why}`, [], { cause: error });
}
