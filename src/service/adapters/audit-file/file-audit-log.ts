import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../../core/errors/index.ts';
import type { AuditEntry, AuditLog } from '../../ports/index.ts';

/** Read for the last entries; more is for tools that read files. */
const TAIL_BYTES = 1024 * 1024;

/**
 * The audit log as a file of one JSON object per line, opened for appending only and readable by its owner only.
 *
 * @throws UserError `AUDIT_LOG_UNUSABLE` when it cannot be written: then no operator's action could be accounted for.
 */
export async function openFileAuditLog(path: string): Promise<AuditLog> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600);
    await file.chmod(0o600);
    await endLastLine(file);
    return new FileAuditLog(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('AUDIT_LOG_UNUSABLE', `the audit log ${path} cannot be written: ${reason}`, [], {
      cause: error,
    });
  }
}

class FileAuditLog implements AuditLog {
  readonly #file: FileHandle;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(entry: AuditEntry): Promise<void> {
    const write = async () => {
      await this.#file.appendFile(`${JSON.stringify(entry)}\n`);
      await this.#file.sync();
    };
    const written = this.#writing.then(write);
    // The next entry is tried whatever became of this one.
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async last(limit: number): Promise<readonly AuditEntry[]> {
    await this.#writing;
    const { size } = await this.#file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(size - from), 0, size - from, from);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first line is cut when reading began in the middle of the file; what is not whole was never acknowledged.
    return lines
      .slice(from > 0 ? 1 : 0)
      .flatMap(entryOf)
      .slice(-limit);
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }
}

/** A line that was cut off by a crash must not swallow the next one. */
async function endLastLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer.toString('latin1') !== '\n') await file.appendFile('\n');
}

function entryOf(line: string): readonly AuditEntry[] {
  try {
    return [JSON.parse(line) as AuditEntry];
  } catch {
    return [];
  }
}
