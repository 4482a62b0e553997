import { env } from 'node:process';
import { openCloudFrontKeyValueStore } from '../../adapters/kvs-cloudfront/index.ts';
import { openDynamoJournal, openDynamoStore } from '../../adapters/store-dynamodb/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createChainWriter } from '../../evidence/index.ts';
import { createEvidenceJob } from '../jobs/index.ts';
import { evidenceSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

/** A run comes every minute, give or take some seconds; none of them is to find its link not due yet. */
const EVERY_SECONDS = 45;

const settings = readSettings(evidenceSettings, env);
const telemetry = createTelemetry();
const clock = systemClock;
const tables = { prefix: settings.tablePrefix, clock, random: systemRandom };
const kvs = openCloudFrontKeyValueStore({ arn: settings.keyValueStoreArn });

export const handler = createEvidenceJob({
  store: openDynamoStore(tables),
  kvs,
  writer: createChainWriter({
    journal: openDynamoJournal(tables),
    kvs,
    hashing: nodeHashing,
    clock,
    log: telemetry.log,
    everySeconds: EVERY_SECONDS,
  }),
  clock,
  telemetry,
});
