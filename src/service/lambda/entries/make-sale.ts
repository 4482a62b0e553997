import { env } from 'node:process';
import { openCloudFrontKeyValueStore } from '../../adapters/kvs-cloudfront/index.ts';
import { openDynamoStore } from '../../adapters/store-dynamodb/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../adapters/system/index.ts';
import { createMakeSaleJob } from '../jobs/index.ts';
import { requireSecret, secretsManagerReader, serviceSecrets } from '../secrets/index.ts';
import { makeSaleSettings, readSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

const settings = readSettings(makeSaleSettings, env);
const read = secretsManagerReader();

export const handler = createMakeSaleJob({
  store: openDynamoStore({ prefix: settings.tablePrefix, clock: systemClock, random: systemRandom }),
  kvs: openCloudFrontKeyValueStore({ arn: settings.keyValueStoreArn }),
  hashing: nodeHashing,
  clock: systemClock,
  random: systemRandom,
  signInKey: async () => serviceSecrets(await requireSecret(read, settings.rootSecret)).signIn,
  telemetry: createTelemetry(),
});
