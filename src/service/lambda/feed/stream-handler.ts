import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { changesOfStreamRecord, type StreamRecord } from '../../adapters/store-dynamodb/index.ts';
import { type BatchResponse, cdnPathsOf, type FeedChange, handleStreamRecords } from '../../feed/index.ts';
import { measureSale } from '../../measures/index.ts';
import { outboundEvents } from '../../outbound/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { beginningOf } from './expiry-handler.ts';
import type { QueueSender } from './queue-sender.ts';

export interface StreamHandlerOptions {
  /** Seats, for the cached maps. */
  readonly mapQueue: QueueSender;
  /** What the outside, the CDN or the watch for expiries must hear of. */
  readonly outboundQueue: QueueSender;
  readonly telemetry: Telemetry;
}

type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/** Streams of both tables → the queues of those who hang on to changes. Each gets what concerns it and nothing else. */
export function createStreamHandler({
  mapQueue,
  outboundQueue,
  telemetry,
}: StreamHandlerOptions): StreamHandler {
  const { log } = telemetry;
  return async ({ Records }, context) => {
    telemetry.begin(context, Records[0]?.eventID ?? context.awsRequestId);
    try {
      const changes = new Map(Records.map((record) => [record, changesOf(record)]));
      const only = (concerns: (change: FeedChange) => boolean) => (record: DynamoDBRecord) =>
        (changes.get(record) ?? []).filter(concerns);
      const forMaps = only(({ body }) => body.kind === 'seat');
      const forOutside = only(concernsOutside);
      const responses = await Promise.all([
        handleStreamRecords(Records, { changesOf: forMaps, send: mapQueue, log }),
        handleStreamRecords(Records, { changesOf: forOutside, send: outboundQueue, log }),
      ]);
      const response = earliest(responses);
      if (response.batchItemFailures.length === 0) measureSale(telemetry, [...changes.values()].flat());
      return response;
    } finally {
      telemetry.end();
    }
  };
}

/** AWS types a record's attributes more loosely than its SDK does; they are the same JSON. */
function changesOf(record: DynamoDBRecord): readonly FeedChange[] {
  const atMs = (record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;
  return changesOfStreamRecord(record as StreamRecord).map((body) => ({ atMs, body }));
}

function concernsOutside(change: FeedChange): boolean {
  return (
    outboundEvents(change).length > 0 ||
    beginningOf(change) !== undefined ||
    cdnPathsOf(change.body).length > 0
  );
}

/** Everything from the lowest sequence number on is brought again, so one is all that may be named. */
function earliest(responses: readonly BatchResponse[]): DynamoDBBatchResponse {
  const failed = responses.flatMap(({ batchItemFailures }) => batchItemFailures);
  const [first, ...others] = failed;
  if (first === undefined) return { batchItemFailures: [] };
  const lowest = others.reduce(
    (low, failure) => (BigInt(failure.itemIdentifier) < BigInt(low.itemIdentifier) ? failure : low),
    first,
  );
  return { batchItemFailures: [lowest] };
}
