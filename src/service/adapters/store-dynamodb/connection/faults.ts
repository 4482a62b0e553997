import { StoreUnavailableError } from '../../../ports/index.ts';

/** What is known after a request failed. */
export type Fault =
  /** It may have been carried out: the answer was lost, late, or the server failed midway. */
  | 'unknownOutcome'
  /** It was not carried out, and will be when asked more gently. */
  | 'throttled'
  /** It never reached DynamoDB. */
  | 'unreachable'
  /** It was refused for a reason that asking again does not change. */
  | 'refused';

const THROTTLED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'LimitExceededException',
  // The first sending of this very transaction is still at work.
  'TransactionInProgressException',
]);

/** Failures of the network before anything was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a person can do about the refusals that happen. */
const ADVICE: Readonly<Record<string, string>> = {
  ResourceNotFoundException:
    'The tables are not there: create them (`tix seed --create-tables`) or check region and prefix.',
  AccessDeniedException: 'Give this identity the rights on both tables and their indexes.',
  UnrecognizedClientException: 'The credentials are not valid here; check them and the region.',
  InvalidSignatureException: 'The credentials do not fit, or this machine’s clock is wrong.',
  ExpiredTokenException: 'The credentials have expired; get new ones.',
  CredentialsProviderError: 'Set credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.',
};

export function faultOf(error: unknown): Fault {
  const { name, code, status, hasAnswer } = described(error);
  if (THROTTLED.has(name)) return 'throttled';
  if (typeof code === 'string' && NOT_SENT.has(code)) return 'unreachable';
  if (status !== undefined) return status >= 500 ? 'unknownOutcome' : 'refused';
  // Without an answer: what the network does has a code, or is the SDK's own timeout; anything else failed before it was sent.
  return name === 'TimeoutError' || typeof code === 'string' || hasAnswer ? 'unknownOutcome' : 'refused';
}

/**
 * A failure as the users of the store meet it: one line that says what, where and what to do. What is nobody's failure but ours (a request
 * that DynamoDB calls invalid) is returned as it is.
 */
export function explained(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailableError) return error;
  const { name } = described(error);
  if (/region is missing/i.test(error.message))
    return unavailable(`DynamoDB: no region is set. Set AWS_REGION.`, error);
  const advice = ADVICE[name];
  if (advice !== undefined) return unavailable(`DynamoDB ${where}: ${reason(error)}. ${advice}`, error);
  if (faultOf(error) === 'refused') return error;
  return unavailable(`DynamoDB ${where}: ${reason(error)}. Check the endpoint and try again.`, error);
}

export function unavailable(message: string, cause?: unknown): StoreUnavailableError {
  return new StoreUnavailableError(message, { cause });
}

function described(error: unknown) {
  const { name, code, $metadata, $response } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
    $response?: unknown;
  };
  return {
    name: String(name),
    code,
    status: $metadata?.httpStatusCode,
    hasAnswer: $response !== undefined,
  };
}

function reason(error: Error): string {
  const [line = ''] = error.message.split('\n', 1);
  return (line || error.name).replace(/\.$/, '');
}
