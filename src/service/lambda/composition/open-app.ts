import type { OpenAPIHono } from '@hono/zod-openapi';
import { DEFAULT_RULES } from '../../../core/abuse/index.ts';
import { createMemoryAvailability } from '../../adapters/availability-memory/index.ts';
import { createAltchaCheck } from '../../adapters/human-altcha/index.ts';
import { createMemorySignals } from '../../adapters/signals-memory/index.ts';
import { openDynamoJournal, openDynamoStore } from '../../adapters/store-dynamodb/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createIdentityExchange } from '../../auth/index.ts';
import type { ServiceContext } from '../../context.ts';
import { createApp } from '../../http/index.ts';
import { type KeyValueStore, StoreUnavailableError } from '../../ports/index.ts';
import { lazily } from '../lazily.ts';
import { openPayments } from '../payments/index.ts';
import { requireSecret, type SecretReader, serviceSecrets } from '../secrets/index.ts';
import type { ApiSettings } from '../settings/index.ts';
import { openSharedCache, openSharedSignals } from '../shared-cache/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { serviceContext } from './service-context.ts';

/** A command may go on with conflicts and lost answers for so long: well within the function's own time. */
const PATIENCE_MS = 5_000;
/** The edge's records are read again from their shared copy after this long. */
const RECORD_MS = 1_000;
const RECORD_STALE_MS_MAX = 30_000;

export interface OpenApp {
  readonly app: OpenAPIHono;
  readonly service: ServiceContext;
}

/** The whole app, with the adapters that this function's settings name. Nothing is connected to before a request needs it. */
export async function openApp(
  settings: ApiSettings,
  { telemetry, read }: { telemetry: Telemetry; read: SecretReader },
): Promise<OpenApp> {
  const { log } = telemetry;
  const clock = systemClock;
  const random = systemRandom;
  const { publicUrl, identity } = settings;
  const secrets = serviceSecrets(await requireSecret(read, settings.rootSecret));
  const tables = { prefix: settings.tablePrefix, clock, random, patienceMs: PATIENCE_MS };
  const parts = { clock, publicUrl, read, webhookKey: secrets.webhook };
  const payments = await openPayments(settings.payments, parts);
  const service = serviceContext({
    store: openDynamoStore({ ...tables, sessionsRemembered: 0 }),
    journal: openDynamoJournal(tables),
    cache:
      settings.cache === undefined
        ? createMemoryAvailability()
        : await openSharedCache(settings.cache, { read, log, clock, random }),
    kvs: await openRecords(settings),
    provider: payments.provider,
    identity: identity === undefined ? undefined : createIdentityExchange(identity),
    hashing: nodeHashing,
    clock,
    random,
    secrets,
    telemetry,
    abuse: {
      signals:
        settings.cache === undefined
          ? createMemorySignals()
          : await openSharedSignals(settings.cache, { read, log }),
      rules: DEFAULT_RULES,
      humanCheck: createAltchaCheck({ hashing: nodeHashing, secret: secrets.session, random }),
    },
  });
  const { devLogin, cdnTtlSeconds } = settings;
  const app = createApp(service, { devLogin, cdnTtlSeconds, publicUrl: () => publicUrl });
  payments.addPages(app);
  return { app, service };
}

async function openRecords({ keyValueStore }: ApiSettings): Promise<KeyValueStore> {
  if (keyValueStore === undefined) return noRecords;
  const { openCloudFrontKeyValueStore, rememberReads } = await import(
    '../../adapters/kvs-cloudfront/index.ts'
  );
  const { sharedCopies } = await import('../edge-records/index.ts');
  const { arn, copiesTable } = keyValueStore;
  const copies = sharedCopies({
    store: lazily(async () => openCloudFrontKeyValueStore({ arn })),
    table: copiesTable,
    clock: systemClock,
  });
  return rememberReads(copies, {
    clock: systemClock,
    maxAgeMs: RECORD_MS,
    staleMsMax: RECORD_STALE_MS_MAX,
  });
}

async function unreachable(): Promise<never> {
  throw new StoreUnavailableError('this function has no way to the edge’s key-value store');
}

const noRecords: KeyValueStore = {
  get: unreachable,
  list: unreachable,
  etag: unreachable,
  update: unreachable,
  async close() {},
};
