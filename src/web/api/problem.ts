import type { components } from '../../client/index.ts';

type Problem = components['schemas']['Problem'];

/** Why a call brought nothing: the API's own codes, or `OFFLINE` when there was no answer at all. */
export interface Failure {
  readonly code: Problem['code'] | 'OFFLINE';
  /** Seats the refusal names. */
  readonly seatIds: readonly string[];
  readonly seatLimit: number | undefined;
}

export type Outcome<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: Failure };

const OFFLINE: Failure = { code: 'OFFLINE', seatIds: [], seatLimit: undefined };

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What came of a call. No answer, and one that no program of ours wrote (a proxy's error page), count as offline. */
export async function outcomeOf<T>(call: Promise<Answer<T>>): Promise<Outcome<T>> {
  try {
    const { data, error } = await call;
    if (data !== undefined) return { ok: true, data };
    return { ok: false, failure: failureOf(error) };
  } catch {
    return { ok: false, failure: OFFLINE };
  }
}

function failureOf(error: unknown): Failure {
  const problem = error as Partial<Problem> | undefined;
  if (typeof problem?.code !== 'string') return OFFLINE;
  return { code: problem.code, seatIds: problem.seatIds ?? [], seatLimit: problem.seatLimit };
}
