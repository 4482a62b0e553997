import { env } from 'node:process';
import { openDynamoStore } from '../../adapters/store-dynamodb/index.ts';
import { systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createReconciler } from '../../payments/index.ts';
import { createReconcileJob } from '../jobs/index.ts';
import { lazily } from '../lazily.ts';
import { openPayments } from '../payments/index.ts';
import { requireSecret, secretsManagerReader, serviceSecrets } from '../secrets/index.ts';
import { readSettings, reconcilerSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

/** Six turns make the minute that the schedule counts. */
const TURN_MS = 10_000;
const TURNS = 6;
/** Payments of one turn, and how many of them are asked about at the same time. */
const BATCH = 500;
const AT_ONCE = 20;
/** An undecided payment is asked about again after this: buyers take a minute at the payment page. */
const RETRY_MS = 20_000;

const settings = readSettings(reconcilerSettings, env);
const telemetry = createTelemetry();
const read = secretsManagerReader();
const [clock, random] = [systemClock, systemRandom];

export const handler = createReconcileJob({
  reconciler: lazily(async () => {
    const { webhook } = serviceSecrets(await requireSecret(read, settings.rootSecret));
    const parts = { clock, read, webhookKey: webhook, publicUrl: settings.publicUrl };
    const { provider } = await openPayments(settings.payments, parts);
    return createReconciler({
      store: openDynamoStore({ prefix: settings.tablePrefix, clock, random }),
      provider,
      clock,
      log: telemetry.log,
      retryMs: RETRY_MS,
      batchSize: BATCH,
      atOnce: AT_ONCE,
    });
  }),
  clock,
  telemetry,
  turnMs: TURN_MS,
  turns: TURNS,
});
