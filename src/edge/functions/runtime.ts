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

/** A value of the key-value store; empty when it is missing or the store does not answer. */
export async function readValue(key: string): Promise<string> {
  try {
    return await cf.kvs().get(key);
  } catch {
    return '';
  }
}
