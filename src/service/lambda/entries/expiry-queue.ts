import { env } from 'node:process';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBridgeSink } from '../../adapters/events-aws/index.ts';
import { openDynamoStore } from '../../adapters/store-dynamodb/index.ts';
import { systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createExpiryHandler, sqsSender } from '../feed/index.ts';
import { EVENT_SOURCE } from '../names.ts';
import { expirySettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(expirySettings, env);

export const handler = createExpiryHandler({
  store: openDynamoStore({ prefix: settings.tablePrefix, clock: systemClock, random: systemRandom }),
  sink: createEventBridgeSink({
    client: new EventBridgeClient({}),
    busName: settings.bus,
    source: EVENT_SOURCE,
  }),
  expiryQueue: sqsSender(settings.expiryQueue),
  clock: systemClock,
  telemetry: createTelemetry(),
});
