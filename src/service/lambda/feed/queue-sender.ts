import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../feed/index.ts';

export interface DelayedMessage extends QueueMessage {
  /** Seconds until it is brought, 900 at most. */
  readonly delaySeconds?: number;
}

/** Sends messages to a queue and answers the ids of those that were not taken; it rejects when none was. */
export type QueueSender = (messages: readonly DelayedMessage[]) => Promise<readonly string[]>;

/** Messages of one request to SQS. */
const BATCH_MAX = 10;
const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

/** The client is made by the first message. */
export function sqsSender(queueUrl: string): QueueSender {
  let client: SQSClient | undefined;

  async function sendBatch(messages: readonly DelayedMessage[]): Promise<readonly string[]> {
    client ??= new SQSClient({
      // The Region's own address, as for every other client; the queue's URL only names the queue.
      useQueueUrlAsEndpoint: false,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map(({ id, body, delaySeconds }) => ({
          Id: id,
          MessageBody: body,
          ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
        })),
      }),
    );
    return Failed.flatMap(({ Id }) => Id ?? []);
  }

  return async (messages) => {
    const unsent: string[] = [];
    for (let first = 0; first < messages.length; first += BATCH_MAX) {
      const batch = messages.slice(first, first + BATCH_MAX);
      try {
        unsent.push(...(await sendBatch(batch)));
      } catch (error) {
        if (first === 0) throw error;
        // What was sent before stays sent; the rest is told by its ids.
        unsent.push(...messages.slice(first).map(({ id }) => id));
        break;
      }
    }
    return unsent;
  };
}
