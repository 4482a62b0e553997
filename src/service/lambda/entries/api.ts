import { env } from 'node:process';
import { systemClock } from '../../adapters/system/index.ts';
import { createApiHandler, createOriginCheck } from '../api/index.ts';
import { lazily, openApp } from '../composition/index.ts';
import { secretsManagerReader } from '../secrets/index.ts';
import { apiSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(apiSettings, env);
const telemetry = createTelemetry(env.AWS_LAMBDA_FUNCTION_NAME ?? 'api');
const read = secretsManagerReader();
const opened = lazily(() => openApp(settings, { telemetry, read }));

export const handler = createApiHandler({
  app: async () => (await opened()).app,
  origin: createOriginCheck({ read, secret: settings.originSecret, clock: systemClock }),
  telemetry,
});
