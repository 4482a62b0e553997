import type { Logger } from 'pino';
import { createFilterPublisher } from '../../service/abuse/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import type { Clock, KeyValueStore, SignalStore } from '../../service/ports/index.ts';
import { type Loop, startLoop } from '../../service/server/index.ts';

/** How soon the edge knows a flag. Until then its owner is noticed like anybody else. */
const TURN_MS = 5_000;

/** Brings the flags of all events to the edge, and takes back those that have expired. */
export function startFlagFilter(options: {
  readonly kvs: KeyValueStore;
  readonly signals: SignalStore;
  readonly eventIds: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}): Loop {
  const { kvs, signals, clock, log } = options;
  const publisher = createFilterPublisher({ kvs, signals, hashing: nodeHashing });
  return startLoop('flag filter', TURN_MS, log, async () => {
    for (const eventId of options.eventIds) {
      const filter = await publisher.publish(eventId, clock.nowMs());
      if (filter === undefined || filter.changed === 0) continue;
      log.info({ eventId, ...filter }, 'flags published');
    }
  });
}
