import { env } from 'node:process';
import { systemClock, systemRandom } from '../../adapters/system/index.ts';
import { lazily, openSharedCache } from '../composition/index.ts';
import { createMapQueueHandler } from '../feed/index.ts';
import { secretsManagerReader } from '../secrets/index.ts';
import { mapQueueSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(mapQueueSettings, env);
const telemetry = createTelemetry('map-queue');
const parts = { read: secretsManagerReader(), log: telemetry.log, clock: systemClock, random: systemRandom };

export const handler = createMapQueueHandler({
  cache: lazily(() => openSharedCache(settings.cache, parts)),
  clock: systemClock,
  telemetry,
});
