/// <reference types="aws-cloudfront-function" />
import cf from 'cloudfront';
// biome-ignore lint/style/useNodejsImportProtocol: the runtime knows the module by this name only
import crypto from 'crypto';
import type { Hashing } from '../../core/crypto/index.ts';

export type EdgeEvent = Pick<AWSCloudFrontFunction.Event, 'context' | 'viewer'> & { request: EdgeRequest };
export type EdgeRequest = AWSCloudFrontFunction.Request;
export type EdgeResponse = AWSCloudFrontFunction.Response;

/** The runtime's own HMAC and hash. */
export const hashing: Hashing = {
  hmacSha256: (key, text) => crypto.createHmac('sha256', key).update(text).digest(),
  sha256: (text) => crypto.createHash('sha256').update(text).digest(),
};

/** A record of the key-value store; undefined when it is missing, the store does not answer, or `parse` can make nothing of it. */
export async function readRecord<T>(
  key: string,
  parse: (text: string) => T | undefined,
): Promise<T | undefined> {
  // The runtime takes no `await` among arguments, and the build would put one there if the text were a constant.
  let text = '';
  try {
    text = await cf.kvs().get(key);
  } catch {
    return undefined;
  }
  return parse(text);
}
