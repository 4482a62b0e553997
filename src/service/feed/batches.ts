import type { Logger } from 'pino';
import { invariant } from '../../core/errors/index.ts';
import { type ChangeConsumer, decodeChanges, encodeChanges, type FeedChange } from './changes.ts';

/** What a Lambda function answers to a batch: the records to be brought again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

export interface StreamRecord {
  readonly dynamodb?: { readonly SequenceNumber?: string | undefined } | undefined;
}

export interface QueueMessage {
  /** Unique within one call of `send`. */
  readonly id: string;
  readonly body: string;
}

/** Bytes of one message body: well below what a queue takes (256 KiB for a whole batch of ten). */
const BODY_BYTES_MAX = 24 * 1024;

/**
 * Queue → consumer. A message fails alone, when one of its changes could not be dealt with or it cannot be read; one that never can be
 * ends, by the queue's own count, in its dead-letter queue. Messages may come twice, late and in any order.
 *
 * @throws invariant when a record has no message id: an empty identifier would make the platform take the whole batch for failed.
 */
export async function handleQueueRecords(
  records: readonly QueueRecord[],
  options: {
    readonly consume: ChangeConsumer;
    readonly log: Logger;
    /** For a queue whose messages somebody else makes, such as an EventBridge Pipe; undefined for a body that cannot be read. */
    decode?(body: string): readonly FeedChange[] | undefined;
  },
): Promise<BatchResponse> {
  const decode = options.decode ?? decodeChanges;
  const messages = records.map(({ messageId, body }) => {
    invariant(messageId !== '', 'a queue record has a message id');
    const changes = decode(body);
    if (changes === undefined)
      options.log.error({ messageId }, 'a message of the change feed cannot be read');
    return { messageId, changes };
  });
  const undone = new Set(await options.consume(messages.flatMap(({ changes }) => changes ?? [])));
  const failed = messages.filter(
    ({ changes }) => changes === undefined || changes.some((change) => undone.has(change)),
  );
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/**
 * Stream → queue. Records are read into changes and sent on in order, several in a message. What could not be sent is named by the
 * lowest sequence number: the platform brings everything from there again.
 *
 * @throws invariant when a record has no sequence number.
 */
export async function handleStreamRecords<R extends StreamRecord>(
  records: readonly R[],
  options: {
    changesOf(record: R): readonly FeedChange[];
    /** Sends messages and answers the ids of those it could not send; throwing means none was. */
    send(messages: readonly QueueMessage[]): Promise<readonly string[]>;
    readonly log: Logger;
  },
): Promise<BatchResponse> {
  const parcels = parcelsOf(records, options.changesOf);
  if (parcels.length === 0) return { batchItemFailures: [] };
  const failedIds = await options
    .send(parcels.map(({ id, changes }) => ({ id, body: encodeChanges(changes) })))
    .catch((error: unknown) => {
      options.log.warn({ err: error }, 'the change queue takes nothing, trying again');
      return parcels.map(({ id }) => id);
    });
  const failed = parcels.filter(({ id }) => failedIds.includes(id)).map(({ sequence }) => sequence);
  return { batchItemFailures: failed.length === 0 ? [] : [{ itemIdentifier: lowest(failed) }] };
}

interface Parcel {
  readonly id: string;
  /** Of the first record in it. */
  readonly sequence: string;
  readonly changes: FeedChange[];
  bytes: number;
}

function parcelsOf<R extends StreamRecord>(
  records: readonly R[],
  changesOf: (record: R) => readonly FeedChange[],
): readonly Parcel[] {
  const parcels: Parcel[] = [];
  for (const record of records) {
    const sequence = record.dynamodb?.SequenceNumber ?? '';
    invariant(sequence !== '', 'a stream record has a sequence number');
    const changes = changesOf(record);
    if (changes.length === 0) continue;
    const bytes = Buffer.byteLength(encodeChanges(changes), 'utf8');
    const last = parcels.at(-1);
    if (last !== undefined && last.bytes + bytes <= BODY_BYTES_MAX) {
      last.changes.push(...changes);
      last.bytes += bytes;
    } else parcels.push({ id: `p${parcels.length}`, sequence, changes: [...changes], bytes });
  }
  return parcels;
}

/** Sequence numbers are whole numbers of up to 40 digits. */
function lowest(sequences: readonly string[]): string {
  return sequences.reduce((low, sequence) => (BigInt(sequence) < BigInt(low) ? sequence : low));
}
