import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Database, open, type RootDatabase } from 'lmdb';
import {
  type JournalEntry,
  type JournalPage,
  journalKey,
  numberedCursor,
  type SaleJournal,
  StoreUnavailableError,
} from '../../ports/index.ts';

export interface LmdbJournalOptions {
  /** The store's own folder: the journal is a file of it. */
  readonly dir: string;
  /** For looking only, beside a server that writes: nothing is created. */
  readonly readOnly?: boolean;
}

/**
 * The journal on one machine. The server and an operator's commands may have it open at the same time.
 *
 * @throws StoreUnavailableError with `readOnly` when there is none.
 */
export function openLmdbJournal({ dir, readOnly = false }: LmdbJournalOptions): SaleJournal {
  const path = join(dir, 'journal.mdb');
  if (readOnly && !existsSync(path))
    throw new StoreUnavailableError(
      `There is no journal in ${dir}: \`tix serve\` writes it beside the store of the sale.`,
    );
  if (!readOnly) mkdirSync(dir, { recursive: true });
  const root = open({ path, readOnly, maxDbs: 4, noMemInit: true });
  // Buyers' pseudonyms are in it.
  if (!readOnly) chmodSync(path, 0o600);
  return new LmdbJournal(root);
}

class LmdbJournal implements SaleJournal {
  readonly #root: RootDatabase;
  /** Entries of each event, numbered from 1 in the order in which they were recorded. */
  readonly #entries: Database<JournalEntry, [eventId: string, seq: number]>;
  readonly #seqOfKey: Database<number, string>;

  constructor(root: RootDatabase) {
    this.#root = root;
    this.#entries = root.openDB({ name: 'entries' });
    this.#seqOfKey = root.openDB({ name: 'seqOfKey' });
  }

  async record(eventId: string, entries: readonly JournalEntry[]): Promise<void> {
    await this.#root.childTransaction(() => {
      let seq = this.#lastSeq(eventId);
      for (const entry of entries) {
        const key = digestOf(eventId, journalKey(entry));
        if (this.#seqOfKey.get(key) !== undefined) continue;
        seq += 1;
        this.#seqOfKey.putSync(key, seq);
        this.#entries.putSync([eventId, seq], entry);
      }
    });
    await this.#root.flushed;
  }

  async read(eventId: string, cursor: string | null, limit: number): Promise<JournalPage> {
    // Whoever reads page after page must not keep the buyers of this process waiting.
    await setImmediate();
    // Another process may have committed since this turn's read snapshot was taken.
    this.#root.resetReadTxn();
    const start: [string, number] = [eventId, numberedCursor(cursor) + 1];
    const end: [string, number] = [eventId, Number.MAX_SAFE_INTEGER];
    const found = [...this.#entries.getRange({ start, end, limit })];
    return {
      entries: found.map(({ value }) => value),
      cursor: found.at(-1)?.key[1].toString() ?? cursor,
    };
  }

  close(): Promise<void> {
    return this.#root.close();
  }

  #lastSeq(eventId: string): number {
    const start: [string, number] = [eventId, Number.MAX_SAFE_INTEGER];
    const end: [string, number] = [eventId, 0];
    for (const [, seq] of this.#entries.getKeys({ start, end, reverse: true, limit: 1 })) return seq;
    return 0;
  }
}

/** Ids may be longer than a key can be. */
function digestOf(eventId: string, key: string): string {
  return createHash('sha256').update(`${eventId}\n${key}`).digest('base64url');
}
