import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DueRecord } from '../../../core/reservation/index.ts';
import { type Database, expressions } from './connection/index.ts';
import { keyItem } from './decisions/index.ts';
import { CURSORS_PARTITION, dueIndexKey, Fields, isoTime, toItem } from './items/index.ts';
import { query } from './reads.ts';

/** Moves the due item if it is where it was read. Sent twice, the second sending finds it moved and does nothing. */
export async function postponeDue(database: Database, due: DueRecord, dueAtMs: number): Promise<void> {
  const { GSI1PK, GSI1SK } = dueIndexKey(due.paymentId, dueAtMs);
  const request = new UpdateItemCommand({
    TableName: database.names.reservations,
    Key: keyItem({ type: 'due', paymentId: due.paymentId }),
    ...expressions(
      {
        ConditionExpression: '#dueAt = :read',
        UpdateExpression: 'SET #dueAt = :next, #GSI1PK = :partition, #GSI1SK = :order',
      },
      { read: isoTime(due.dueAtMs), next: isoTime(dueAtMs), partition: GSI1PK, order: GSI1SK },
    ),
  });
  await database.run((client) => client.send(request).catch(unlessRefused));
}

/** Sent twice, it says the same twice. */
export async function commitCursor(database: Database, consumer: string, seq: number): Promise<void> {
  const request = new PutItemCommand({
    TableName: database.names.reservations,
    Item: toItem({ PK: CURSORS_PARTITION, SK: consumer, kind: 'cursor', seq }),
  });
  await database.run((client) => client.send(request));
}

export async function readCursor(database: Database, consumer: string): Promise<number> {
  const [item] = await query(database, {
    ...expressions(
      { KeyConditionExpression: '#PK = :cursors AND #SK = :consumer' },
      { cursors: CURSORS_PARTITION, consumer },
    ),
    TableName: database.names.reservations,
    ConsistentRead: true,
  });
  return item === undefined ? 0 : new Fields(item).number('seq');
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
