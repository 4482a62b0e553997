import { type ChangeConsumer, mapConsumer } from '../../feed/index.ts';
import type { AvailabilityCache, Clock } from '../../ports/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { type QueueHandler, queueHandler } from './queue-handler.ts';

export interface MapQueueOptions {
  /** The shared cache, opened by the first batch. */
  cache(): Promise<AvailabilityCache>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Queue of seat changes → the cached maps of the sections that changed. */
export function createMapQueueHandler({ cache, clock, telemetry }: MapQueueOptions): QueueHandler {
  const arrived = (ageMs: number) => telemetry.measure('MapChangeAge', ageMs);
  const consume: ChangeConsumer = async (changes) =>
    mapConsumer({ cache: await cache(), clock, arrived })(changes);
  return queueHandler(consume, telemetry);
}
