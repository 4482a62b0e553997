import type { Clock, KeyValueStore } from '../ports/index.ts';
import type { TunerTerms } from './decide-turn.ts';
import type { TunerMemory } from './memory.ts';
import type { TunerSight } from './sight.ts';

/** What a tuner of one event works with. */
export interface TunerOptions {
  readonly kvs: KeyValueStore;
  readonly eventId: string;
  readonly clock: Clock;
  readonly terms: TunerTerms;
  readonly memory: TunerMemory;
  /** Looks at the sale; arrivals since the cursor, all of them when it is null. */
  look(after: string | null): Promise<TunerSight>;
}
