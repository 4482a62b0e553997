import type { Logger } from 'pino';
import { type Hashing, toBase64Url } from '../../../core/crypto/index.ts';
import { type ChangeConsumer, cdnConsumer, type FeedChange } from '../../feed/index.ts';
import { outboundConsumer } from '../../outbound/index.ts';
import type { Clock, EventSink } from '../../ports/index.ts';
import type { Distribution } from '../aws/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { beginningOf, watchMessage } from './expiry-handler.ts';
import { queueHandler } from './queue-handler.ts';
import type { QueueSender } from './queue-sender.ts';

export interface OutboundOptions {
  readonly sink: EventSink;
  /** Brings a message back when its session's time has come. */
  readonly expiryQueue: QueueSender;
  readonly distribution: Pick<Distribution, 'invalidate'>;
  readonly hashing: Hashing;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Queue of what the outside must hear → the event bus, the CDN and the watch for sessions that run out. */
export function createOutboundHandler(options: OutboundOptions) {
  const { sink, expiryQueue, distribution, hashing, clock, telemetry } = options;
  const { log } = telemetry;
  // A repeat within a second is the same invalidation, which is charged for once.
  const invalidate = (paths: readonly string[]) => {
    const text = `${Math.floor(clock.nowMs() / 1000)}\n${paths.join('\n')}`;
    return distribution.invalidate(paths, toBase64Url(hashing.sha256(text)));
  };
  return queueHandler(
    allOf([
      outboundConsumer({ sink, log }),
      cdnConsumer({ invalidate, log }),
      expiryWatchConsumer(expiryQueue, clock, log),
    ]),
    telemetry,
  );
}

/** A change is done when all are done with it; the repeats this causes are harmless by each consumer's own contract. */
function allOf(consumers: readonly ChangeConsumer[]): ChangeConsumer {
  return async (changes) => {
    const undone = await Promise.all(consumers.map((consume) => consume(changes)));
    return [...new Set(undone.flat())];
  };
}

function expiryWatchConsumer(send: QueueSender, clock: Clock, log: Logger): ChangeConsumer {
  return async (changes) => {
    const watched = changes.flatMap((change, index) => {
      const begun = beginningOf(change);
      if (begun === undefined) return [];
      return { change, message: watchMessage(`w${index}`, begun.sessionId, begun.atMs, clock.nowMs()) };
    });
    const failed = (ids: readonly string[]): FeedChange[] =>
      watched.filter(({ message }) => ids.includes(message.id)).map(({ change }) => change);
    try {
      return failed(await send(watched.map(({ message }) => message)));
    } catch (error) {
      log.warn({ err: error }, 'the expiry queue takes nothing, trying again');
      return failed(watched.map(({ message }) => message.id));
    }
  };
}
