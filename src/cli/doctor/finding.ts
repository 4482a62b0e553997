import { UserError } from '../../core/errors/index.ts';
import { StoreUnavailableError } from '../../service/ports/index.ts';
import type { Paint } from '../framework/index.ts';

export type FindingState =
  | 'ok'
  /** The sale would go on, worse or less safely. */
  | 'warning'
  | 'failed'
  /** What was to be checked does not answer. */
  | 'unreachable'
  /** Nothing was named to check. */
  | 'skipped';

/** What one check found, and what to do about it. */
export interface Finding {
  readonly check: string;
  readonly state: FindingState;
  readonly says: string;
  readonly fix: string | null;
  /** Numbers a program may want; units end the names. */
  readonly measured?: Readonly<Record<string, number>>;
}

export interface Check {
  readonly name: string;
  /** Throws when what is checked cannot be reached. */
  run(): Promise<readonly Outcome[]>;
}

/** A finding of a check that knows its name. */
export type Outcome = Omit<Finding, 'check'>;

export const ok = (says: string, measured?: Finding['measured']): Outcome => ({
  state: 'ok',
  says,
  fix: null,
  ...(measured === undefined ? {} : { measured }),
});

export const bad = (
  state: Exclude<FindingState, 'ok' | 'skipped'>,
  says: string,
  fix: string,
  measured?: Finding['measured'],
): Outcome => ({ state, says, fix, ...(measured === undefined ? {} : { measured }) });

export const skipped = (says: string, fix: string): Outcome => ({ state: 'skipped', says, fix });

/** Runs a check; what does not answer, or cannot be read, becomes a finding. */
export async function findings(check: Check): Promise<Finding[]> {
  const { name } = check;
  try {
    return (await check.run()).map((outcome) => ({ check: name, ...outcome }));
  } catch (error) {
    if (error instanceof UserError)
      return [{ check: name, ...bad('failed', error.message, 'See the message; nothing was changed.') }];
    const says = unreachableBecause(error);
    if (says === undefined) throw error;
    return [{ check: name, ...bad('unreachable', says, 'Start it, or check the address and the network.') }];
  }
}

/** Why something does not answer, or undefined when the error is of another kind. */
function unreachableBecause(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof StoreUnavailableError) return error.message;
  if (error.name === 'TimeoutError') return 'no answer in time';
  // What AWS refuses, and what the SDK misses before it asks.
  if (
    '$metadata' in error ||
    error.name === 'CredentialsProviderError' ||
    /region is missing/i.test(error.message)
  )
    return error.message.split('\n', 1)[0];
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  if (code !== undefined) return `no answer (${code})`;
  // What fetch refuses to try has no code.
  return error.message === 'fetch failed' ? `no answer (${cause.message})` : undefined;
}

const WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  unreachable: 'no answer',
  skipped: 'skipped',
};

/** A finding as a person reads it: what, how it is, and under it what to do. */
export function findingLines({ check, state, says, fix }: Finding, paint: Paint): string {
  const word = WORDS[state].padEnd(9);
  const colour = { ok: paint.green, warning: paint.yellow, skipped: paint.dim };
  const painted = state === 'failed' || state === 'unreachable' ? paint.red(word) : colour[state](word);
  const line = `${painted}  ${check.padEnd(12)}  ${says}`;
  return fix === null ? line : `${line}\n${' '.repeat(25)}→ ${fix}`;
}
