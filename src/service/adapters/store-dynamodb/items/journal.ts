import { createHash } from 'node:crypto';
import { type JournalEntry, journalKey } from '../../../ports/index.ts';
import { dropAfter, Fields, type Item, isoTime, toItem } from './fields.ts';
import { JOURNAL_SHARDS, journalIndexPartition, journalPartition, shardOf } from './keys.ts';

/** Kept long enough to answer for a sale, as reservations are. */
const KEPT_SECONDS = 90 * 86_400;

/**
 * An entry as it is stored. Its key is made of what makes it the same as another; the index tells in which order entries were recorded.
 */
export function journalItem(eventId: string, entry: JournalEntry, recordedAtMs: number): Item {
  const key = createHash('sha256').update(journalKey(entry)).digest('base64url');
  return toItem({
    PK: journalPartition(eventId, key),
    SK: 'META',
    GSI1PK: journalIndexPartition(eventId, shardOf(key, JOURNAL_SHARDS)),
    GSI1SK: `${isoTime(recordedAtMs)}#${key}`,
    kind: 'journal',
    entry: JSON.stringify(entry),
    ttl: dropAfter(recordedAtMs, recordedAtMs, KEPT_SECONDS),
  });
}

export function journalOf(item: Item): { readonly position: string; readonly entry: JournalEntry } {
  const fields = new Fields(item);
  return { position: fields.text('GSI1SK'), entry: JSON.parse(fields.text('entry')) as JournalEntry };
}
