import type { Hashing } from '../../core/crypto/index.ts';
import { createEventCatalogue } from '../events/index.ts';
import { createMapMeasures } from '../maps/index.ts';
import { createRequestMeasures, noMeter } from '../measures/index.ts';
import type { Clock, KeyValueStore, ReservationStore, SaleJournal } from '../ports/index.ts';
import { createSaleBook } from '../sale/index.ts';
import type { OperationsObservation } from './contract.ts';
import { createOperations } from './operations.ts';

/**
 * Looks at sales from the stores themselves, where no service can be asked. Every look counts the whole store anew.
 *
 * @returns a function that throws ProblemError `EVENT_UNKNOWN`.
 */
export function createObserver(parts: {
  readonly store: ReservationStore;
  readonly kvs: KeyValueStore;
  readonly journal: SaleJournal;
  readonly clock: Clock;
  readonly hashing: Hashing;
}): (eventId: string, after: string | null) => Promise<OperationsObservation> {
  const { store, kvs, clock, hashing } = parts;
  const operations = createOperations({
    ...parts,
    events: createEventCatalogue({ store, hashing, clock }),
    saleBook: createSaleBook(kvs),
    mapMeasures: createMapMeasures(noMeter),
    requestMeasures: createRequestMeasures(noMeter),
    // A tuner does not ask for them.
    flagCounts: async () => ({ warned: 0, lockedOut: 0 }),
  });
  return async (eventId, after) => {
    await operations.count();
    return operations.observation(eventId, after);
  };
}
