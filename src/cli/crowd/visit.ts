import type { TixClient } from '../../client/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import type { Clock } from '../../service/ports/index.ts';
import type { Step, Tally } from './tally.ts';

/** What all visitors share. */
export interface Crowd {
  readonly client: TixClient;
  /** Sends the buyer's decision to the payment page, which is the provider's and not part of the API. */
  pay(url: string, instruction: object): Promise<number>;
  /** Whether the page is one that virtual buyers may pay on. */
  mayPayOn(url: string): boolean;
  /** The sign-in pass of a user; without it everybody signs in as in a rehearsal. */
  passOf?(userId: string): string;
  readonly eventId: string;
  readonly clock: Clock;
  /** Milliseconds of a clock that is only good for measuring how long something took. */
  monotonicMs(): number;
  readonly hashing: Hashing;
  readonly tally: Tally;
  /** Epoch ms. */
  readonly opensAtMs: number;
  /** From here on nobody is admitted any more. */
  readonly closesAtMs: number;
  readonly slotMs: number;
  /** Sections, most wanted first. */
  readonly sectionIds: readonly string[];
  readonly signal: AbortSignal;
  /** Resolves after so many ms, or rejects when the run is stopped. */
  pause(ms: number): Promise<void>;
}

/** An answer nobody should get ended this visit. */
export class UnexpectedAnswerError extends Error {
  constructor(step: Step, what: string) {
    super(`${step}: ${what}`);
    this.name = 'UnexpectedAnswerError';
  }
}

/** Times one call and counts it under its step. */
export async function timed<T>(crowd: Crowd, step: Step, call: () => Promise<T>): Promise<T> {
  const startedMs = crowd.monotonicMs();
  crowd.tally.requests += 1;
  const answer = await call();
  // Histograms take whole numbers above 0: microseconds.
  crowd.tally.steps[step].record(Math.max(1, Math.round((crowd.monotonicMs() - startedMs) * 1000)));
  return answer;
}

interface ProblemLike {
  readonly code?: string;
}

/** The code of a problem answer that this step may get, or the end of the visit. */
export function problemCode(step: Step, error: unknown, expected: readonly string[]): string {
  const code = (error as ProblemLike | undefined)?.code ?? 'no problem document';
  if (!expected.includes(code)) throw new UnexpectedAnswerError(step, code);
  return code;
}
