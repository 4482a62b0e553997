import { type AbuseParts, createAbuse } from '../../abuse/index.ts';
import type { ServiceContext } from '../../context.ts';
import { createEventCatalogue } from '../../events/index.ts';
import { createJournalWriter } from '../../journal/index.ts';
import { createEventBodies, createMapMeasures, createSeatMaps } from '../../maps/index.ts';
import { createRequestMeasures } from '../../measures/index.ts';
import { createReconciler } from '../../payments/index.ts';
import { createPlaces } from '../../places/index.ts';
import type { AvailabilityCache, KeyValueStore, SaleJournal } from '../../ports/index.ts';
import { createSaleBook } from '../../sale/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

type Parts = Pick<
  ServiceContext,
  'store' | 'provider' | 'clock' | 'random' | 'hashing' | 'secrets' | 'identity'
> & {
  readonly cache: AvailabilityCache;
  readonly kvs: KeyValueStore;
  readonly journal: SaleJournal;
  readonly telemetry: Telemetry;
  readonly abuse: AbuseParts;
};

/** For the one reconciliation that happens outside the reconciler: a checkout that its buyer cancels. */
const CANCELLED = { retryMs: 10_000, batchSize: 1 };

/**
 * The service around its adapters, without background work: a function stands still between requests. What was committed reaches the shared
 * cache through the tables' streams, so nothing is told or waited for here.
 */
export function serviceContext({ cache, kvs, journal, telemetry, abuse, ...parts }: Parts): ServiceContext {
  const { store, provider, clock, random, hashing, secrets } = parts;
  const { log } = telemetry;
  // Numbers are counted over all functions, so they are told rather than kept.
  const measures = createMapMeasures(telemetry);
  return {
    ...parts,
    log,
    ...createAbuse(abuse, { clock, random, hashing, log, subKey: secrets.sub }),
    events: createEventCatalogue({ store, hashing, clock }),
    maps: createSeatMaps({ store, cache, clock, measures }),
    eventBodies: createEventBodies(hashing),
    mapMeasures: measures,
    requestMeasures: createRequestMeasures(telemetry),
    places: createPlaces({ store, clock, random }),
    saleBook: createSaleBook(kvs),
    journal: createJournalWriter({ journal, log }),
    reconciler: createReconciler({ store, provider, clock, log, ...CANCELLED }),
    changed() {},
    async caughtUp() {},
  };
}
