import { env } from 'node:process';
import { createStreamHandler, sqsSender } from '../feed/index.ts';
import { readSettings, streamSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(streamSettings, env);

export const handler = createStreamHandler({
  mapQueue: sqsSender(settings.mapQueue),
  outboundQueue: sqsSender(settings.outboundQueue),
  telemetry: createTelemetry(),
});
