import { env } from 'node:process';
import { monotonicMs, nodeHashing, systemClock } from '../../adapters/system/index.ts';
import { createProbeJob } from '../jobs/index.ts';
import { lazily } from '../lazily.ts';
import { requireSecret, secretsManagerReader, serviceSecrets } from '../secrets/index.ts';
import { probeSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(probeSettings, env);
const read = secretsManagerReader();

export const handler = createProbeJob({
  siteUrl: settings.siteUrl,
  fetch,
  hashing: nodeHashing,
  signInKey: lazily(async () => serviceSecrets(await requireSecret(read, settings.rootSecret)).signIn),
  clock: systemClock,
  monotonicMs,
  telemetry: createTelemetry(),
});
