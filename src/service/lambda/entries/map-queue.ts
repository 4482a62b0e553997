import { env } from 'node:process';
import { systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createMapQueueHandler } from '../feed/index.ts';
import { lazily } from '../lazily.ts';
import { secretsManagerReader } from '../secrets/index.ts';
import { mapQueueSettings, readSettings } from '../settings/index.ts';
import { openSharedCache } from '../shared-cache/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(mapQueueSettings, env);
const telemetry = createTelemetry();
const parts = { read: secretsManagerReader(), log: telemetry.log, clock: systemClock, random: systemRandom };

export const handler = createMapQueueHandler({
  cache: lazily(() => openSharedCache(settings.cache, parts)),
  clock: systemClock,
  telemetry,
});
