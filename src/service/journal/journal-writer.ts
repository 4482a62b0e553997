import type { Logger } from 'pino';
import type { JournalEntry, SaleJournal } from '../ports/index.ts';

/** Writes to the journal on a buyer's time, of which it takes little, whatever becomes of the entry. */
export interface JournalWriter {
  /** Never rejects; a journal that fails or takes too long costs the entry, or only the wait for it. */
  write(eventId: string, entry: JournalEntry): Promise<void>;
}

/** No buyer waits longer for the journal. */
const WAIT_MS_MAX = 250;

export function createJournalWriter({
  journal,
  log,
}: {
  readonly journal: SaleJournal;
  readonly log: Logger;
}): JournalWriter {
  return {
    write(eventId, entry) {
      const written = journal.record(eventId, [entry]).catch((error: unknown) => {
        log.warn({ err: error, kind: entry.kind }, 'an entry was lost to the journal');
      });
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          log.warn({ kind: entry.kind }, 'the journal is slow; the buyer waits for it no longer');
          resolve();
        }, WAIT_MS_MAX);
        void written.then(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
