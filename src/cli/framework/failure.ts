import { constants } from 'node:os';
import { type Problem, UserError } from '../../core/errors/index.ts';
import { PaymentProviderUnavailableError, StoreUnavailableError } from '../../service/ports/index.ts';
import { InterruptedError, TargetUnreachableError } from './errors.ts';

/** Exit codes that scripts may rely on. */
export const EXIT = { ok: 0, checkFailed: 1, usage: 2, unreachable: 3, bug: 70 } as const;

/** An error as the command line reports it. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** First line of the stack that is ours; only for bugs. */
  readonly where?: string;
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** The one place where an error becomes an exit code and a message. Whatever is not named here is a bug. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UserError) {
    return { exitCode: EXIT.usage, code: error.code, message: error.message, problems: error.problems };
  }
  if (error instanceof InterruptedError) {
    return plain(128 + constants.signals[error.signal], 'INTERRUPTED', error.message);
  }
  if (error instanceof TargetUnreachableError) return plain(EXIT.unreachable, error.code, error.message);
  if (error instanceof StoreUnavailableError) {
    return plain(EXIT.unreachable, 'STORE_UNAVAILABLE', error.message);
  }
  if (error instanceof PaymentProviderUnavailableError) {
    return plain(EXIT.unreachable, 'PAYMENT_PROVIDER_UNAVAILABLE', error.message);
  }
  const network = networkCodeOf(error);
  if (network !== undefined)
    return plain(EXIT.unreachable, network, `the target does not answer (${messageOf(error)})`);
  return { ...plain(EXIT.bug, 'BUG', messageOf(error)), ...whereOf(error) };
}

function plain(exitCode: number, code: string, message: string): Failure {
  return { exitCode, code, message, problems: [] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Follows `cause`: fetch hides the socket's error behind one of its own. */
function networkCodeOf(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const code = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && NETWORK_CODES.has(code)) return code;
  }
  return undefined;
}

/** `invariant` itself is never the place to look. */
function whereOf(error: unknown): { where?: string } {
  const frames = error instanceof Error ? (error.stack?.split('\n') ?? []) : [];
  const frame = frames.find((line) => line.startsWith('    at ') && !line.startsWith('    at invariant '));
  return frame === undefined ? {} : { where: frame.trim() };
}
