import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Where DynamoDB is and how it is talked to; what is left out comes from the SDK's own environment. */
export interface ConnectionOptions {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly connectionTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  /** Connections kept open and reused, at most. */
  readonly maxSockets?: number | undefined;
}

/** An answer usually takes a few milliseconds; one that takes this long is better asked for again. */
export const REQUEST_TIMEOUT_MS = 3_000;
const CONNECTION_TIMEOUT_MS = 1_000;
const MAX_SOCKETS = 128;
/** Tries of one request by the SDK: the store sends again by itself, with the patience of the command the request belongs to. */
const ATTEMPTS = 1;

/** The configuration both clients share, of the tables and of their streams. */
export function clientConfig(options: ConnectionOptions): DynamoDBClientConfig {
  const { endpoint, region, credentials, maxSockets = MAX_SOCKETS } = options;
  const agent = { keepAlive: true, maxSockets };
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    retryMode: 'standard',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}

export function createClient(options: ConnectionOptions): DynamoDBClient {
  return new DynamoDBClient(clientConfig(options));
}
