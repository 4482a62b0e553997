import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store has no region of its own, so requests are signed with SigV4A; the client finds the signer only when it is loaded.
import '@aws-sdk/signature-v4a';

/** How the store is talked to; what is left out comes from the SDK's own environment. */
export interface CloudFrontConnection {
  /** Instead of the account's own address. */
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly connectionTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  /** Tries of one request, the first counted in. */
  readonly attempts?: number | undefined;
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 3_000;
/** Tries and the pauses between them take some 15 s at most: an operator is told rather than kept waiting. */
const ATTEMPTS = 4;

/** Only decides the partition; the store itself is global. */
const REGION = 'us-east-1';

const ARN = /^arn:aws:cloudfront::\d{12}:key-value-store\/[\w-]{1,64}$/;

export function isKeyValueStoreArn(text: string): boolean {
  return ARN.test(text);
}

export function createClient(connection: CloudFrontConnection): CloudFrontKeyValueStoreClient {
  const { endpoint, credentials } = connection;
  return new CloudFrontKeyValueStoreClient({
    region: REGION,
    ...(credentials === undefined ? {} : { credentials }),
    // The client's own `endpoint` would get the account's number put before its host name.
    ...(endpoint === undefined ? {} : { endpointProvider: () => ({ url: new URL(endpoint) }) }),
    retryMode: 'standard',
    maxAttempts: connection.attempts ?? ATTEMPTS,
    requestHandler: {
      connectionTimeout: connection.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
      requestTimeout: connection.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}
