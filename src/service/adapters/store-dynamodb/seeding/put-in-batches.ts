import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { type Database, explained, faultOf, unavailable } from '../connection/index.ts';
import type { Item } from '../items/index.ts';
import { Pace } from './pace.ts';

/** Items that one BatchWriteItem takes. */
const BATCH_ITEMS = 25;

export interface Batches {
  readonly table: string;
  readonly items: AsyncIterable<Item>;
  /** Called before each request; rejects when no more may be sent. */
  mayGoOn(): Promise<void>;
  /** Called with the number of items that were put. */
  onPut(count: number): void;
  /** Called with the number of requests under way when that changes. */
  onPace?(allowed: number): void;
}

/**
 * Puts items without conditions, as fast as DynamoDB takes them: many batches at a time, more while all goes well and fewer when items
 * come back or requests are refused, and what came back again after a pause. A batch whose answer was lost is sent again.
 */
export async function putInBatches(database: Database, batches: Batches): Promise<void> {
  const pace = new Pace();
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();
  try {
    for await (const batch of inBatches(batches.items)) {
      if (failures.length > 0) break;
      await batches.mayGoOn();
      const putting = putBatch(database, batches, batch, pace)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(putting));
      running.add(putting);
      // No more batches are made than can be sent: what waits is bounded, whatever the venue.
      while (running.size > pace.allowed) await Promise.race(running);
      batches.onPace?.(pace.allowed);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}

async function putBatch(
  database: Database,
  batches: Batches,
  batch: readonly Item[],
  pace: Pace,
): Promise<void> {
  let left = batch;
  let patience = database.patience();
  for (;;) {
    const request = putRequest(batches.table, left);
    const before = left.length;
    const answer = await pace.run(
      () => send(database, request),
      ({ unprocessed }) => unprocessed === undefined || unprocessed.length > 0,
    );
    left = answer.unprocessed ?? left;
    if (left.length < before) {
      batches.onPut(before - left.length);
      patience = database.patience();
    }
    if (left.length === 0) return;
    if (!(await patience.pause()))
      throw unavailable(
        `DynamoDB ${database.where}: it takes no more items, for too long. Run it again to go on.`,
        answer.error,
      );
    await batches.mayGoOn();
  }

  /** What was not put; all of it when the request failed in a way that passes. */
  async function send(
    { client, where }: Database,
    request: BatchWriteItemCommand,
  ): Promise<{ unprocessed: readonly Item[] | undefined; error?: unknown }> {
    try {
      const { UnprocessedItems = {} } = await client.send(request);
      const puts = UnprocessedItems[batches.table] ?? [];
      return { unprocessed: puts.map(({ PutRequest }) => PutRequest?.Item ?? {}) };
    } catch (error) {
      const fault = faultOf(error);
      if (fault === 'refused' || fault === 'unreachable') throw explained(error, where);
      return { unprocessed: undefined, error };
    }
  }
}

function putRequest(table: string, items: readonly Item[]): BatchWriteItemCommand {
  return new BatchWriteItemCommand({
    RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) },
  });
}

async function* inBatches(items: AsyncIterable<Item>): AsyncIterable<readonly Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH_ITEMS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
