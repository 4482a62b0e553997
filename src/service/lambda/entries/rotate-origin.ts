import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemRandom } from '../../adapters/system/index.ts';
import { cloudFrontDistribution, secretsManagerRotation } from '../aws/index.ts';
import { createRotateOriginJob } from '../jobs/index.ts';
import { ORIGIN_HEADER } from '../names.ts';
import { readSettings, rotateOriginSettings } from '../settings/index.ts';
import { createTelemetry } from '../telemetry/index.ts';

/** A function of the API asks for new values no more often than every five seconds. */
const TRIES = 4;
const PAUSE_MS = 3_000;

const settings = readSettings(rotateOriginSettings, env);
const distribution = cloudFrontDistribution(settings.distributionId);

export const handler = createRotateOriginJob({
  secret: secretsManagerRotation(),
  sendFromNowOn: (value) => distribution.sendHeader(ORIGIN_HEADER, value),
  isAccepted,
  random: systemRandom,
  telemetry: createTelemetry(),
});

async function isAccepted(value: string): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const { status } = await fetch(`${settings.apiUrl}/healthz`, { headers: { [ORIGIN_HEADER]: value } });
    if (status === 200) return true;
    if (tries === TRIES) return false;
    await sleep(PAUSE_MS);
  }
}
