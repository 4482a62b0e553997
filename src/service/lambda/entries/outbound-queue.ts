import { env } from 'node:process';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBridgeSink } from '../../adapters/events-aws/index.ts';
import { nodeHashing, systemClock } from '../../adapters/system/index.ts';
import { cloudFrontDistribution } from '../aws/index.ts';
import { createOutboundHandler, sqsSender } from '../feed/index.ts';
import { EVENT_SOURCE } from '../names.ts';
import { outboundSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(outboundSettings, env);

export const handler = createOutboundHandler({
  sink: createEventBridgeSink({
    client: new EventBridgeClient({}),
    busName: settings.bus,
    source: EVENT_SOURCE,
  }),
  expiryQueue: sqsSender(settings.expiryQueue),
  distribution: cloudFrontDistribution(settings.distributionId),
  hashing: nodeHashing,
  clock: systemClock,
  telemetry: createTelemetry(),
});
