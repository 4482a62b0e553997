import { CloudFrontKeyValueStoreServiceException as ServiceException } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { StoreUnavailableError } from '../../ports/index.ts';

/** What is known after an update failed. */
export type Fault =
  /** Another writer was first; nothing was written. */
  | 'conflict'
  /** It may have been written: an answer was lost on the way, or this was a repetition. */
  | 'unknownOutcome'
  /** It was refused for a reason that asking again does not change. */
  | 'refused';

/** Failures of the network before anything was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function faultOf(error: unknown): Fault {
  const { status, attempts, code } = described(error);
  // The client repeats a request whose answer was lost; the repetition then meets its own first sending.
  if (status === 409) return attempts > 1 ? 'unknownOutcome' : 'conflict';
  if (status !== undefined) return status >= 500 ? 'unknownOutcome' : 'refused';
  return code !== undefined && NOT_SENT.has(code) ? 'refused' : 'unknownOutcome';
}

export function isMissing(error: unknown): boolean {
  return error instanceof ServiceException && error.name === 'ResourceNotFoundException';
}

/** A stale version may be called an invalid request instead of a conflict. */
export function isInvalid(error: unknown): boolean {
  return error instanceof ServiceException && error.name === 'ValidationException';
}

/** What a person can do about the refusals that happen. */
const ADVICE: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'There is no such store: check the ARN and the account of the credentials.',
  AccessDeniedException:
    'Give this identity cloudfront-keyvaluestore:DescribeKeyValueStore, GetKey, ListKeys and UpdateKeys on the store.',
  ServiceQuotaExceededException: 'The store is full: remove the records of past events.',
  UnrecognizedClientException: 'The credentials are not valid; check them.',
  InvalidSignatureException: 'The credentials do not fit, or this machine’s clock is wrong.',
  ExpiredTokenException: 'The credentials have expired; get new ones.',
  CredentialsProviderError: 'Set credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.',
};

/** A failure as the store's users meet it: one line that says what, where and what to do. It quotes neither keys nor values. */
export function explained(error: unknown, arn: string): unknown {
  const { name, code, status } = described(error);
  const advice = ADVICE[name];
  const isOfTheWay = name === 'TimeoutError' || (code !== undefined && status === undefined);
  const isPassing = status !== undefined && (status >= 500 || status === 429);
  if (!(error instanceof Error) || (advice === undefined && !isOfTheWay && !isPassing)) return error;
  const [line = ''] = error.message.split('\n', 1);
  const what = line === '' || line === 'UnknownError' ? name : line.replace(/\.$/, '');
  return new StoreUnavailableError(
    `key-value store ${arn}: ${what}. ${advice ?? 'Check the connection and try again.'}`,
    { cause: error },
  );
}

function described(error: unknown) {
  const { name, code, $metadata } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number; attempts?: number };
  };
  return {
    name: String(name),
    code: typeof code === 'string' ? code : undefined,
    status: $metadata?.httpStatusCode,
    attempts: $metadata?.attempts ?? 1,
  };
}
