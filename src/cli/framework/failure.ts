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
  const interruption = interruptionOf(error);
  if (interruption !== undefined) {
    return plain(128 + constants.signals[interruption.signal], 'INTERRUPTED', interruption.message);
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

/** Fetch hides the socket's error behind one of its own. */
function networkCodeOf(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const code = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && NETWORK_CODES.has(code)) return code;
  }
  return undefined;
}

/** A timer or a stream that was aborted fails with an error of its own, and why it was aborted as the cause. */
function interruptionOf(error: unknown): InterruptedError | undefined {
  return causesOf(error).find((cause) => cause instanceof InterruptedError);
}

const CAUSES_MAX = 5;

/** An error and what caused it, outermost first. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < CAUSES_MAX; cause = cause.cause)
    causes.push(cause);
  return causes;
}

/** `invariant` itself is never the place to look. */
function whereOf(error: unknown): { where?: string } {
  const frames = error instanceof Error ? (error.stack?.split('\n') ?? []) : [];
  const frame = frames.find((line) => line.startsWith('    at ') && !line.startsWith('    at invariant '));
  return frame === undefined ? {} : { where: frame.trim() };
}
