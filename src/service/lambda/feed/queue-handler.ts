import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type ChangeConsumer, handleQueueRecords } from '../../feed/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Brings a batch of messages to a consumer; only those that could not be dealt with come again. */
export function queueHandler(consume: ChangeConsumer, telemetry: Telemetry): QueueHandler {
  return async ({ Records }, context) => {
    telemetry.begin(context, Records[0]?.messageId ?? context.awsRequestId);
    try {
      const { batchItemFailures } = await handleQueueRecords(Records, { consume, log: telemetry.log });
      return { batchItemFailures: [...batchItemFailures] };
    } finally {
      telemetry.end();
    }
  };
}
