import type { Logger } from 'pino';
import type { AbuseRule } from '../../core/abuse/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { createEdgeHost } from '../../edge/host/index.ts';
import { createAltchaCheck } from '../../service/adapters/human-altcha/index.ts';
import { createTurnstileCheck } from '../../service/adapters/human-turnstile/index.ts';
import { createPrometheus } from '../../service/adapters/meter-prometheus/index.ts';
import {
  lmdbLedger,
  TEST_PROVIDER,
  TestPaymentProvider,
  testProviderApp,
} from '../../service/adapters/payment-test/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import type { IdentityExchange } from '../../service/auth/index.ts';
import type { MapReport } from '../../service/maps/index.ts';
import {
  type AvailabilityCache,
  CacheUnavailableError,
  type Clock,
  type KeyValueStore,
  type ReservationStore,
  type SaleJournal,
  type SignalStore,
} from '../../service/ports/index.ts';
import { openSale } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { createService } from '../../service/server/index.ts';
import { readEdgeBundles } from './edge-bundles.ts';
import { startEvidence } from './evidence.ts';
import { startFlagFilter } from './flag-filter.ts';
import { listen } from './listen.ts';
import { startOperations } from './operations.ts';
import { startOutbound } from './outbound.ts';
import { readPages } from './pages.ts';
import type { StateFolder } from './state-folder.ts';

export interface ServerOptions {
  readonly store: ReservationStore;
  readonly journal: SaleJournal;
  readonly cache: AvailabilityCache;
  /** Where abuse is counted; by which rules; and how people show that they are. */
  readonly signals: SignalStore;
  readonly abuseRules: readonly AbuseRule[];
  /** Cloudflare Turnstile instead of the check that comes with tix. */
  readonly turnstile: { readonly siteKey: string; readonly secretKey: string } | undefined;
  /** The edge's store, for changing records and for reading them with every request. */
  readonly edgeStore: { readonly kvs: KeyValueStore; readonly reads: KeyValueStore };
  readonly state: StateFolder;
  readonly packageRoot: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Of the operations API; undefined for the one after `port`, or another that is free. */
  readonly opsPort: number | undefined;
  /** Time until every edge knows a change of a sale. */
  readonly leadSeconds: number;
  /** The site as buyers reach it; the server's own address unless a proxy stands in front. */
  readonly publicUrl: string | undefined;
  readonly devLogin: boolean;
  readonly identity: IdentityExchange | undefined;
  /** Where outbound events are posted to. */
  readonly webhooks: readonly string[];
  /** For sales that are opened now: τ in seconds, bits of proof of work, life of a place. */
  readonly tau: number;
  readonly powBits: number;
  readonly tokenLifeSeconds: number;
  readonly reconcileEveryMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface RunningServer {
  readonly url: string;
  /** Of the operations API. */
  readonly opsUrl: string;
  readonly events: readonly EventRecord[];
  /** How true the seat maps have been so far. */
  maps(): MapReport;
  /** Finishes what is under way and closes everything, the store included. */
  close(): Promise<void>;
}

/** Where the test provider's payment page lives on the server. */
const PAYMENT_PAGE_PATH = '/test-pay';

/**
 * Shares of requests that reach the stateful twins: one in a hundred, and one in twenty of those that are wrong. Of people who come one in
 * ten is counted, for sales on one machine are small enough for it, and the tuner wants to see hundreds of them.
 */
const SAMPLING = { arrivals: 0.1, requests: 0.01, suspects: 0.05 };

/**
 * A whole sale on one machine: the edge functions in front, the service behind them, a payment provider to rehearse with. Every event in the
 * store gets its keys and sale record when it has none yet.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, cache, state, clock, log } = options;
  const secrets = await loadOrCreateSecrets(state.secretsFile, systemRandom);
  const bundles = await readEdgeBundles(options.packageRoot);
  const pages = await readPages(options.packageRoot);
  const { kvs, reads } = options.edgeStore;
  const ledger = lmdbLedger(state.providerDir);
  let url = '';
  let outbound: Awaited<ReturnType<typeof startOutbound>> | undefined;
  const publicUrl = () => options.publicUrl ?? url;

  const provider = new TestPaymentProvider({
    ledger,
    clock,
    webhookKey: secrets.webhook,
    pageUrl: () => publicUrl() + PAYMENT_PAGE_PATH,
    async deliver(body, headers) {
      const target = `${url}/v1/webhooks/payments/${TEST_PROVIDER}`;
      const response = await fetch(target, { method: 'POST', body: Buffer.from(body), headers });
      await response.body?.cancel();
    },
    schedule: (delayMs, task) => void setTimeout(task, delayMs).unref(),
  });

  const events = await store.listEvents();
  for (const event of events) {
    const { tau, powBits, tokenLifeSeconds } = options;
    const terms = { tau, powBits, tokenLifeSeconds, sampling: SAMPLING, signInKey: secrets.signIn };
    const now = Math.floor(clock.nowMs() / 1000);
    await openSale(kvs, nodeHashing, systemRandom, { event, now, ...terms });
  }

  await forgetOldMaps(cache);
  const prometheus = createPrometheus();
  const service = await createService({
    meter: prometheus.meter,
    store,
    kvs: reads,
    journal: options.journal,
    provider,
    clock,
    log,
    secrets,
    publicUrl,
    cache,
    random: systemRandom,
    hashing: nodeHashing,
    identity: options.identity,
    devLogin: options.devLogin,
    reconcileEveryMs: options.reconcileEveryMs,
    abuse: {
      signals: options.signals,
      rules: options.abuseRules,
      humanCheck:
        options.turnstile === undefined
          ? createAltchaCheck({ hashing: nodeHashing, secret: secrets.session, random: systemRandom })
          : createTurnstileCheck({ ...options.turnstile, hashing: nodeHashing }),
      raised: (flag) => outbound?.flagged(flag),
    },
  });
  // Working out a venue takes a moment; the first buyer should not be the one who waits for it.
  await Promise.all(events.map(({ eventId }) => service.context.events.require(eventId)));
  const payments = testProviderApp(provider, { path: PAYMENT_PAGE_PATH });
  const edge = createEdgeHost({
    ...bundles,
    kvs: reads,
    origin: async (request) =>
      isPaymentPage(request) ? payments.fetch(request) : service.app.fetch(request),
    nowSeconds: () => Math.floor(clock.nowMs() / 1000),
    requestId: () => systemRandom.uuidV7(clock.nowMs()),
  });

  const server = await listen(
    options,
    async (request, viewerIp) => pages.answer(request) ?? (await edge.fetch(request, viewerIp)),
  );
  url = server.url;
  const operations = await startOperations({
    ...{ service, state, kvs, clock, log, prometheus, leadSeconds: options.leadSeconds },
    ...{ signals: options.signals, abuseRules: options.abuseRules },
    port: options.opsPort,
    buyersPort: options.port,
  }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  service.start();
  outbound = await startOutbound({
    ...{ store, state, clock, log, meter: prometheus.meter },
    webhooks: options.webhooks,
  });
  const eventIds = events.map(({ eventId }) => eventId);
  const flagFilter = startFlagFilter({ kvs, signals: options.signals, eventIds, clock, log });
  const evidence = await startEvidence({ events, journal: options.journal, kvs, clock, log });

  return {
    url,
    opsUrl: operations.url,
    events,
    maps: () => service.context.mapMeasures.report(),
    async close() {
      await Promise.all([server.close(), operations.close()]);
      await service.stop();
      await flagFilter.stop();
      await outbound?.stop();
      await options.signals.close();
      await evidence.stop();
      await cache.close();
      await Promise.all([kvs.close(), ledger.close(), options.journal.close()]);
      await store.close();
    },
  };
}

/** A shared cache may hold maps of another store that had an event of the same id. */
async function forgetOldMaps(cache: AvailabilityCache): Promise<void> {
  try {
    await cache.clear();
  } catch (error) {
    if (!(error instanceof CacheUnavailableError)) throw error;
  }
}

function isPaymentPage(request: Request): boolean {
  const path = request.url.slice(request.url.indexOf('/', 'https://'.length));
  return path.startsWith(`${PAYMENT_PAGE_PATH}/`);
}
