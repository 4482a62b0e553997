import type { Logger } from 'pino';
import type { ChangeConsumer, FeedChange } from '../feed/index.ts';
import type { EventSink, OutboundEvent } from '../ports/index.ts';
import { outboundEvents } from './translate.ts';

/** At scale, where a queue does the waiting and repeating: tells the sink what the changes are to the outside. */
export function outboundConsumer({ sink, log }: { sink: EventSink; log: Logger }): ChangeConsumer {
  return async (changes) => {
    const { events, changesOf } = told(changes);
    if (events.length === 0) return [];
    const undone = (failed: readonly OutboundEvent[]) => [
      ...new Set(failed.flatMap(({ id }) => changesOf.get(id) ?? [])),
    ];
    try {
      const outcomes = await sink.publish(events);
      return undone(events.filter((_, i) => outcomes[i]?.kind !== 'published'));
    } catch (error) {
      log.warn({ err: error }, 'outbound events were not taken, trying again');
      return undone(events);
    }
  };
}

/** The events of these changes, each once, and the changes that tell each. */
function told(changes: readonly FeedChange[]) {
  const events = new Map<string, OutboundEvent>();
  const changesOf = new Map<string, FeedChange[]>();
  for (const change of changes)
    for (const event of outboundEvents(change)) {
      events.set(event.id, event);
      changesOf.set(event.id, [...(changesOf.get(event.id) ?? []), change]);
    }
  return { events: [...events.values()], changesOf };
}
