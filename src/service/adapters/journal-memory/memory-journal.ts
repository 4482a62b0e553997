import { type JournalEntry, journalKey, numberedCursor, type SaleJournal } from '../../ports/index.ts';

interface Pages {
  readonly keys: Set<string>;
  readonly entries: JournalEntry[];
}

/** A journal that lasts as long as the process. */
export function createMemoryJournal(): SaleJournal {
  const events = new Map<string, Pages>();
  return {
    async record(eventId, entries) {
      const pages: Pages = events.get(eventId) ?? { keys: new Set(), entries: [] };
      events.set(eventId, pages);
      for (const entry of entries) {
        const key = journalKey(entry);
        if (pages.keys.has(key)) continue;
        pages.keys.add(key);
        pages.entries.push(entry);
      }
    },
    async read(eventId, cursor, limit) {
      const from = numberedCursor(cursor);
      const entries = events.get(eventId)?.entries.slice(from, from + limit) ?? [];
      return { entries, cursor: entries.length === 0 ? cursor : String(from + entries.length) };
    },
    async close() {},
  };
}
