import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { Hashing } from '../../core/crypto/index.ts';
import { type AbuseParts, createAbuse, createFlagCounts } from '../abuse/index.ts';
import type { IdentityExchange } from '../auth/index.ts';
import type { ServiceContext } from '../context.ts';
import { createEventCatalogue } from '../events/index.ts';
import { createChangeFeed, mapConsumer } from '../feed/index.ts';
import { createApp } from '../http/index.ts';
import { createJournalWriter } from '../journal/index.ts';
import { createEventBodies, createMapMeasures, createSeatMaps } from '../maps/index.ts';
import { createRequestMeasures, type Meter, measureSale } from '../measures/index.ts';
import { createOperations, createScheduleWatch, type Operations } from '../operations/index.ts';
import { createReconciler } from '../payments/index.ts';
import { createPlaces } from '../places/index.ts';
import type {
  AvailabilityCache,
  Clock,
  KeyValueStore,
  PaymentProvider,
  Random,
  ReservationStore,
  SaleJournal,
} from '../ports/index.ts';
import { createSaleBook } from '../sale/index.ts';
import type { ServiceSecrets } from '../secrets/index.ts';
import { type Loop, startLoop } from './loop.ts';

export interface ServiceOptions {
  readonly store: ReservationStore;
  readonly cache: AvailabilityCache;
  readonly kvs: KeyValueStore;
  readonly journal: SaleJournal;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
  readonly secrets: ServiceSecrets;
  readonly identity: IdentityExchange | undefined;
  readonly log: Logger;
  readonly abuse: AbuseParts;
  /** Takes what is measured for those who watch. */
  readonly meter: Meter;
  readonly devLogin: boolean;
  /** Given only where a CDN stands in front that the change feed tells what changed. */
  readonly cdnTtlSeconds?: number | undefined;
  publicUrl(): string;
  /** How often overdue payments are looked for, and how long until an undecided one is asked about again. */
  readonly reconcileEveryMs: number;
  /** Runs `task` after `delayMs` and answers how to call it off; a real timer unless given. */
  after?(delayMs: number, task: () => void): () => void;
}

export interface RunningService {
  readonly app: OpenAPIHono;
  readonly context: ServiceContext;
  readonly operations: Operations;
  /** Brings caches up to what has been committed; the background does so on its own. */
  drain(): Promise<void>;
  /** Starts the reconciler and the change feed's own turns. */
  start(): void;
  /** Ends the background work; the adapters belong to the caller and stay open. */
  stop(): Promise<void>;
}

/** Commits are seen by this process's caches after this long. */
const FEED_DELAY_MS = 20;
/** How often commits of other processes on the same store are looked for. */
const FEED_POLL_MS = 250;
const CHECKPOINT_MS = 2_000;
const RECONCILE_BATCH = 200;
const SCHEDULE_POLL_MS = 1_000;
const JOURNAL_POLL_MS = 1_000;

/** Puts the service together around the adapters it is given. */
export async function createService(options: ServiceOptions): Promise<RunningService> {
  const { store, cache, provider, clock, random, hashing, log, meter } = options;
  const events = createEventCatalogue({ store, hashing, clock });
  const mapMeasures = createMapMeasures(meter);
  const requestMeasures = createRequestMeasures(meter);
  const saleBook = createSaleBook(options.kvs);
  const { kvs, journal } = options;
  const operations = createOperations({
    ...{ store, kvs, journal, events, saleBook, clock, mapMeasures, requestMeasures },
    flagCounts: createFlagCounts(options.abuse.signals, clock),
  });
  let counting: Promise<void> = Promise.resolve();
  const countAgain = () => {
    counting = operations
      .count()
      .catch((error: unknown) => log.warn({ err: error }, 'the store could not be counted, trying again'));
  };
  const toMaps = mapConsumer({ cache, clock, arrived: mapMeasures.arrived });
  const feed = createChangeFeed({
    store,
    consumer: 'availability',
    // The cache is told what is committed from now on; what it has from before is loaded again when it is old.
    afterSeq: await store.lastChangeSeq(),
    async consume(changes) {
      operations.apply(changes);
      const undone = await toMaps(changes);
      // What is brought again is measured then.
      if (undone.length === 0) measureSale(meter, changes);
      return undone;
    },
    async missed() {
      countAgain();
      await cache.clear();
    },
  });
  const reconciler = createReconciler({
    store,
    provider,
    clock,
    log,
    retryMs: options.reconcileEveryMs,
    batchSize: RECONCILE_BATCH,
  });
  const scheduleWatch = createScheduleWatch({ store, saleBook, hashing, clock, journal });
  const drain = () => feed.drain();
  const after = options.after ?? realTimer;
  let callOffNudge: (() => void) | undefined;

  const context: ServiceContext = {
    store,
    provider,
    clock,
    random,
    hashing,
    log,
    events,
    reconciler,
    maps: createSeatMaps({ store, cache, clock, measures: mapMeasures }),
    eventBodies: createEventBodies(hashing),
    mapMeasures,
    requestMeasures,
    places: createPlaces({ store, clock, random }),
    saleBook,
    journal: createJournalWriter({ journal, log }),
    secrets: options.secrets,
    identity: options.identity,
    ...createAbuse(options.abuse, { clock, random, hashing, log, subKey: options.secrets.sub }),
    // Whoever waits for newer maps goes on with older ones rather than not at all.
    caughtUp: () => drain().catch((error: unknown) => log.warn({ err: error }, 'maps may be old')),
    changed() {
      callOffNudge ??= after(FEED_DELAY_MS, () => {
        callOffNudge = undefined;
        drain().catch((error: unknown) => log.error({ err: error }, 'change feed failed, trying again'));
      });
    },
  };

  let loops: Loop[] = [];
  return {
    app: createApp(context, options),
    context,
    operations,
    drain,
    start() {
      countAgain();
      loops = [
        startLoop('change feed', FEED_POLL_MS, log, drain),
        startLoop('journal', JOURNAL_POLL_MS, log, () => operations.follow()),
        startLoop('schedules', SCHEDULE_POLL_MS, log, () => scheduleWatch.look()),
        startLoop('checkpoint', CHECKPOINT_MS, log, () => feed.checkpoint()),
        startLoop('reconciler', options.reconcileEveryMs, log, async () => {
          const looked = await reconciler.runOnce();
          meter.measure('PaymentsLookedAt', looked);
          if (looked > 0) context.changed();
        }),
      ];
    },
    async stop() {
      callOffNudge?.();
      await Promise.all([counting, ...loops.map((loop) => loop.stop())]);
      await feed.checkpoint();
    },
  };
}

function realTimer(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}
