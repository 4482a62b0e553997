import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventSink, OutboundEvent, PublishOutcome } from '../../ports/index.ts';

export interface EventBridgeSinkOptions {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
  /** What rules match as `source`. */
  readonly source: string;
}

/** Entries one PutEvents call takes. */
const ENTRIES_MAX = 10;

/**
 * Puts events on a bus, whose rules bring them to queues, functions or anything else. `detail-type` is the event's type and `detail` the
 * whole event. A call may take some entries and not others.
 */
export function createEventBridgeSink({ client, busName, source }: EventBridgeSinkOptions): EventSink {
  async function put(events: readonly OutboundEvent[]): Promise<readonly PublishOutcome[]> {
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: events.map((event) => ({
          EventBusName: busName,
          Source: source,
          DetailType: event.type,
          Time: new Date(event.time),
          Resources: [event.source],
          Detail: JSON.stringify(event),
        })),
      }),
    );
    return events.map((_, i) => {
      const entry = Entries?.[i];
      if (entry?.EventId !== undefined) return { kind: 'published' };
      return { kind: 'failed', reason: entry?.ErrorCode ?? 'the bus said nothing about it' };
    });
  }

  return {
    async publish(events) {
      const outcomes: PublishOutcome[] = [];
      for (let i = 0; i < events.length; i += ENTRIES_MAX) {
        const some = events.slice(i, i + ENTRIES_MAX);
        try {
          outcomes.push(...(await put(some)));
        } catch (error) {
          // What was put before is not put again.
          const reason = error instanceof Error ? error.name : 'unknown';
          outcomes.push(...some.map((): PublishOutcome => ({ kind: 'failed', reason })));
        }
      }
      return outcomes;
    },
  };
}
