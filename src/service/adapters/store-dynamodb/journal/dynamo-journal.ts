import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { JournalEntry, JournalPage, SaleJournal } from '../../../ports/index.ts';
import { type Database, expressions, INDEX } from '../connection/index.ts';
import { isoTime, JOURNAL_SHARDS, journalIndexPartition, journalItem, journalOf } from '../items/index.ts';

/** Puts of one call under way at the same time. */
const PUTS_AT_ONCE = 16;

/**
 * What is younger is not read yet: clocks of writers differ and the index follows the table, and an entry that came to stand behind a
 * reader's cursor would never be read.
 */
const SETTLED_MS = 3_000;

/** Entries are spread evenly, so a page needs little more than its share of each shard. */
const SHARE_OF_SHARD = 2;
const ROWS_MIN = 25;

/** Sorts before every time there is. */
const BEGINNING = '0';

interface ShardPage {
  readonly rows: readonly { readonly position: string; readonly entry: JournalEntry }[];
  /** There may be more behind the last row. */
  readonly isCut: boolean;
}

/** The journal in the Reservations table: each entry an item under a key of its own, listed by an index that is sharded. */
export class DynamoJournal implements SaleJournal {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async record(eventId: string, entries: readonly JournalEntry[]): Promise<void> {
    for (let from = 0; from < entries.length; from += PUTS_AT_ONCE) {
      const some = entries.slice(from, from + PUTS_AT_ONCE);
      await Promise.all(some.map((entry) => this.#put(eventId, entry)));
    }
  }

  async read(eventId: string, cursor: string | null, limit: number): Promise<JournalPage> {
    // No digest of a key is longer than another, so nothing stands between the cursor and what follows it.
    const after = cursor === null ? BEGINNING : `${cursor} `;
    const until = isoTime(this.#database.clock.nowMs() - SETTLED_MS);
    if (after > until) return { entries: [], cursor };
    const shards = Array.from({ length: JOURNAL_SHARDS }, (_, shard) => shard);
    const share = Math.max(ROWS_MIN, Math.ceil((limit * SHARE_OF_SHARD) / JOURNAL_SHARDS));
    const rowsMax = Math.min(limit, share);
    const pages = await Promise.all(
      shards.map((shard) => this.#page(journalIndexPartition(eventId, shard), after, until, rowsMax)),
    );
    const isBefore = positionWithin(pages);
    const rows = pages
      .flatMap((page) => page.rows)
      .filter(({ position }) => isBefore(position))
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .slice(0, limit);
    return { entries: rows.map(({ entry }) => entry), cursor: rows.at(-1)?.position ?? cursor };
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  async #put(eventId: string, entry: JournalEntry): Promise<void> {
    const request = new PutItemCommand({
      TableName: this.#database.names.reservations,
      Item: journalItem(eventId, entry, this.#database.clock.nowMs()),
      ...expressions({ ConditionExpression: 'attribute_not_exists(#PK)' }),
    });
    await this.#database.run(async (client) => {
      try {
        await client.send(request);
      } catch (error) {
        // It is there already, or was put by the first sending of this very request.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    });
  }

  async #page(partition: string, after: string, until: string, Limit: number): Promise<ShardPage> {
    const request = new QueryCommand({
      TableName: this.#database.names.reservations,
      IndexName: INDEX,
      Limit,
      ...expressions(
        { KeyConditionExpression: '#GSI1PK = :partition AND #GSI1SK BETWEEN :after AND :until' },
        { partition, after, until },
      ),
    });
    const { Items = [], LastEvaluatedKey } = await this.#database.run((client) => client.send(request));
    return { rows: Items.map(journalOf), isCut: LastEvaluatedKey !== undefined };
  }
}

/** A shard that was cut says nothing of what comes after its last row, so nothing of the others is taken from there on. */
function positionWithin(pages: readonly ShardPage[]): (position: string) => boolean {
  const ends = pages.flatMap(({ rows, isCut }) => (isCut ? (rows.at(-1)?.position ?? []) : []));
  const horizon = ends.sort()[0];
  return (position) => horizon === undefined || position <= horizon;
}
