import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import pino from 'pino';
import { DEFAULT_RULES } from '../../src/core/abuse/index.ts';
import { createMemoryAvailability } from '../../src/service/adapters/availability-memory/index.ts';
import { createAltchaCheck } from '../../src/service/adapters/human-altcha/index.ts';
import { createMemoryJournal } from '../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../src/service/adapters/kvs-memory/index.ts';
import { memoryLedger, TestPaymentProvider } from '../../src/service/adapters/payment-test/index.ts';
import { createMemorySignals } from '../../src/service/adapters/signals-memory/index.ts';
import { createMemoryStore } from '../../src/service/adapters/store-memory/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../src/service/adapters/system/index.ts';
import { noMeter } from '../../src/service/measures/index.ts';
import { createService } from '../../src/service/server/index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the generated part of the client lives. */
export const GENERATED_CLIENT = join(root, 'src/client/api.generated.ts');

/** The OpenAPI document of the whole API, from the app itself. */
async function openApiDocument(): Promise<string> {
  const key = new Uint8Array(32);
  const service = await createService({
    store: createMemoryStore(),
    cache: createMemoryAvailability(),
    kvs: memoryKeyValueStore(),
    journal: createMemoryJournal(),
    provider: new TestPaymentProvider({
      ledger: memoryLedger(),
      clock: systemClock,
      webhookKey: key,
      pageUrl: () => '',
      deliver: async () => {},
      schedule: () => {},
    }),
    clock: systemClock,
    random: systemRandom,
    hashing: nodeHashing,
    secrets: { sub: key, signIn: key, session: key, webhook: key },
    identity: undefined,
    log: pino({ level: 'silent' }),
    meter: noMeter,
    devLogin: true,
    publicUrl: () => '',
    reconcileEveryMs: 1_000,
    abuse: {
      signals: createMemorySignals(),
      rules: DEFAULT_RULES,
      humanCheck: createAltchaCheck({ hashing: nodeHashing, secret: key, random: systemRandom }),
    },
  });
  return (await service.app.request('/openapi.json')).text();
}

export async function generateClient(): Promise<string> {
  const types = await openapiTS(await openApiDocument());
  return `// Made by \`node scripts/client.ts\` from the OpenAPI document of the service. Do not edit.\n\n${astToString(types)}`;
}
