import type { TunerCause, TunerDecision } from '../../core/tuner/index.ts';
import type { Remembered } from './memory.ts';
import type { TunerSight } from './sight.ts';

/**
 * What became of a decision: `published`; `unchanged`, nothing to publish; `held`, the inputs could not be acted on or the store could not
 * be written; `frozen` and `dryRun`, decided and not published by the operators' wish; `doorsShut`, operators keep everybody out.
 */
export type TurnOutcome = 'published' | 'unchanged' | 'held' | 'frozen' | 'dryRun' | 'doorsShut';

/** One turn: a line of the decision log. Times are epoch seconds. */
export interface TurnReport {
  readonly type: 'turn';
  readonly v: 1;
  readonly eventId: string;
  /** 0 for a rehearsal, which takes no lease. */
  readonly epoch: number;
  readonly at: number;
  readonly target: number;
  /** Inputs; null when they could not be read. `arrived` counts sampled people that are new since the turn before. */
  readonly seen: (Omit<TunerSight, 'arrivals' | 'cursor'> & { readonly arrived: number | null }) | null;
  /** τ in force or about to be, before and after this turn; null when there is no sale to be read. */
  readonly tauBefore: number | null;
  readonly tauAfter: number | null;
  /** What was decided, whether or not it was published; null: no change. */
  readonly entry: { readonly from: number; readonly tau: number } | null;
  readonly outcome: TurnOutcome;
  readonly cause: TunerCause;
  readonly reason: string;
  /** The target, less when few seats are left. */
  readonly effectiveTarget: number;
  readonly wanted: number;
  readonly underway: number;
  readonly waiting: number;
  /** People expected to be let in until the next turn. */
  readonly expected: number | null;
  /** What the turn before expected, and how many really came. */
  readonly since: {
    readonly seconds: number;
    readonly expected: number | null;
    readonly real: number;
  } | null;
}

/** What every report of a turn says, whatever came of it. */
export interface TurnBase {
  readonly eventId: string;
  readonly epoch: number;
  readonly at: number;
  readonly target: number;
  /** Published last; null when nobody could read it. */
  readonly tau: number | null;
}

export function turnReport(
  { tau, ...base }: TurnBase,
  turn: {
    readonly sight: TunerSight;
    readonly decision: TunerDecision;
    readonly outcome: TurnOutcome;
    /** Replaces the decision's own reason. */
    readonly reason?: string | undefined;
    readonly last: Remembered['last'];
  },
): TurnReport {
  const { outcome, last } = turn;
  const { arrivals, cursor: _, ...seen } = turn.sight;
  const { entry, cause, reason, effectiveTarget, wanted, underway, waiting, expected } = turn.decision;
  return {
    ...{ type: 'turn', v: 1, ...base },
    seen: { ...seen, arrived: arrivals?.reduce((sum, [, sampled]) => sum + sampled, 0) ?? null },
    ...{ tauBefore: tau, tauAfter: outcome === 'published' && entry !== null ? entry.tau : tau, entry },
    ...{ outcome, cause, reason: turn.reason ?? reason },
    ...{ effectiveTarget, wanted, underway, waiting, expected },
    since:
      last === null || cause === 'unsound'
        ? null
        : {
            seconds: base.at - last.at,
            expected: last.expected,
            real: turn.sight.admitted - last.admitted,
          },
  };
}

/** A turn that saw nothing, or could write nothing: τ stays as it is. */
export function blindReport({ tau, ...base }: TurnBase, why: string): TurnReport {
  return {
    ...{ type: 'turn', v: 1, ...base, seen: null, tauBefore: tau, tauAfter: tau, entry: null },
    ...{ outcome: 'held', cause: 'unsound', reason: `τ stays as it is: ${why}.` },
    ...{ effectiveTarget: base.target, wanted: 0, underway: 0, waiting: 0, expected: null, since: null },
  };
}
