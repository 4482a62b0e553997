import { env } from 'node:process';
import { systemClock } from '../../adapters/system/index.ts';
import { createApiHandler, createOriginCheck } from '../api/index.ts';
import { openApp } from '../composition/index.ts';
import { lazily } from '../lazily.ts';
import { secretsManagerReader } from '../secrets/index.ts';
import { apiSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(apiSettings, env);
const telemetry = createTelemetry();
const read = secretsManagerReader();
const opened = lazily(() => openApp(settings, { telemetry, read }));

export const handler = createApiHandler({
  app: async () => (await opened()).app,
  origin: createOriginCheck({ read, secret: settings.originSecret, clock: systemClock }),
  telemetry,
});
