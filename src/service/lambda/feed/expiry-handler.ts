import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { FeedChange } from '../../feed/index.ts';
import { expiryWatchOf, findExpiry } from '../../outbound/index.ts';
import type { Clock, EventSink, ReservationStore } from '../../ports/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { DelayedMessage, QueueSender } from './queue-sender.ts';

/** The longest SQS keeps a message back; a session that lives longer is looked at in between. */
const DELAY_SECONDS_MAX = 900;

const watch = z.strictObject({ sessionId: z.string().min(1) });

/** A session that began, and when to look at it first. Later changes need no watch of their own: whoever looks too early looks again. */
export function beginningOf(change: FeedChange): { sessionId: string; atMs: number } | undefined {
  if (change.body.kind !== 'session' || change.body.ver !== 1) return undefined;
  const watch = expiryWatchOf(change);
  return watch === undefined || watch.atMs === null ? undefined : { ...watch, atMs: watch.atMs };
}

/** A message that comes when the session's time is over, a second late rather than early. */
export function watchMessage(id: string, sessionId: string, atMs: number, nowMs: number): DelayedMessage {
  const delaySeconds = Math.min(DELAY_SECONDS_MAX, Math.max(0, Math.ceil((atMs - nowMs) / 1000) + 1));
  return { id, body: JSON.stringify({ sessionId } satisfies z.infer<typeof watch>), delaySeconds };
}

export interface ExpiryOptions {
  readonly store: Pick<ReservationStore, 'getSession' | 'readReservations'>;
  readonly sink: EventSink;
  readonly expiryQueue: QueueSender;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Sessions whose time has come → the event bus, for those that did run out: a lapse writes nothing, so no stream tells of it. Looking twice
 * tells the same event.
 */
export function createExpiryHandler({ store, sink, expiryQueue, clock, telemetry }: ExpiryOptions) {
  async function look({ messageId, body }: SQSRecord): Promise<void> {
    const { sessionId } = watch.parse(JSON.parse(body));
    const nowMs = clock.nowMs();
    const finding = await findExpiry(store, sessionId, nowMs);
    if (finding.kind === 'live') {
      const unsent = await expiryQueue([watchMessage('again', sessionId, finding.untilMs, nowMs)]);
      if (unsent.length > 0) throw new Error('the expiry queue did not take the message');
    }
    if (finding.kind === 'expired') {
      const [outcome] = await sink.publish([finding.event]);
      if (outcome?.kind !== 'published') throw new Error('the event bus did not take the event');
      telemetry.measure('SessionsLapsed', 1);
    }
    telemetry.log.debug({ messageId, finding: finding.kind }, 'looked at a session whose time had come');
  }

  return async ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    telemetry.begin(context, Records[0]?.messageId ?? context.awsRequestId);
    try {
      const looks = await Promise.allSettled(Records.map(look));
      const failed = Records.filter((record, index) => {
        const outcome = looks[index];
        if (outcome?.status !== 'rejected') return false;
        telemetry.log.warn(
          { err: outcome.reason, messageId: record.messageId },
          'a session was not looked at',
        );
        return true;
      });
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      telemetry.end();
    }
  };
}
