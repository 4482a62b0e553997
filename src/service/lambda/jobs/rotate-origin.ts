import type { Context, SecretsManagerRotationEvent } from 'aws-lambda';
import { toBase64Url } from '../../../core/crypto/index.ts';
import { invariant } from '../../../core/errors/index.ts';
import type { Random } from '../../ports/index.ts';
import type { SecretReader } from '../secrets/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

/** What rotating needs of Secrets Manager. */
export interface RotatedSecret {
  readonly read: SecretReader;
  putPending(secret: string, version: string, value: string): Promise<void>;
  /** Makes `version` the current one; the one before becomes the previous. No effect when it is current already. */
  promote(secret: string, version: string): Promise<void>;
}

export interface RotateOriginOptions {
  readonly secret: RotatedSecret;
  /** Makes the CDN send this value; resolves when it has taken the order, which edge locations follow over some minutes. */
  sendFromNowOn(value: string): Promise<void>;
  /** Whether the API answers a request with this value. */
  isAccepted(value: string): Promise<boolean>;
  readonly random: Random;
  readonly telemetry: Telemetry;
}

const VALUE_BYTES = 48;

/**
 * Rotates the value by which the API knows the CDN. The API accepts the coming, the present and the previous value, so that no request is
 * refused while edge locations change over one by one. Every step may be repeated.
 */
export function createRotateOriginJob(options: RotateOriginOptions) {
  const { secret, sendFromNowOn, isAccepted, random, telemetry } = options;

  async function pendingOf(id: string, version: string): Promise<string> {
    const value = await secret.read(id, 'AWSPENDING', version);
    invariant(value !== undefined, 'the pending value was made in the first step');
    return value;
  }

  /** The CDN is told only of what the API takes already. */
  async function acceptedPendingOf(id: string, version: string): Promise<string> {
    const value = await pendingOf(id, version);
    if (await isAccepted(value)) return value;
    throw new Error('the API does not accept the new value; the present one stays');
  }

  return async (event: SecretsManagerRotationEvent, context: Context): Promise<void> => {
    const { Step: step, SecretId: id, ClientRequestToken: version } = event;
    telemetry.begin(context, version);
    telemetry.log.info({ step }, 'rotating the value by which the API knows the CDN');
    switch (step) {
      case 'createSecret':
        if ((await secret.read(id, 'AWSPENDING', version)) === undefined)
          await secret.putPending(id, version, toBase64Url(random.bytes(VALUE_BYTES)));
        return;
      case 'setSecret':
        return sendFromNowOn(await acceptedPendingOf(id, version));
      case 'testSecret':
        await acceptedPendingOf(id, version);
        return;
      case 'finishSecret':
        return secret.promote(id, version);
    }
  };
}
