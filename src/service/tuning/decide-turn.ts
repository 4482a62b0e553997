import type { SaleRecord, ScheduleEntry } from '../../core/admission/index.ts';
import { type TunerDecision, type TunerSettings, tune } from '../../core/tuner/index.ts';
import type { SaleNotes } from '../sale/index.ts';
import type { Remembered } from './memory.ts';
import type { TunerSight } from './sight.ts';

/** How a tuner works, whatever the sale. */
export interface TunerTerms {
  readonly turnSeconds: number;
  readonly leadSeconds: number;
  readonly tauMin: number;
  readonly tauMax: number;
  /** τ changes by no more than this factor in a turn; when left out, it is lowered with care and raised without limit. */
  readonly stepMax?: number | undefined;
  /** What to expect before anything was measured. */
  readonly expected: TunerSettings['expected'];
}

/** Four times as fast in one turn is the most that a crowd nobody has counted yet forgives. */
const SPEED_UP_MAX = 4;

export function settingsFor(sale: SaleRecord, terms: TunerTerms, target: number): TunerSettings {
  const { opensAt, k, curve, slotSeconds, sampling } = sale;
  const { turnSeconds, leadSeconds, tauMin, tauMax, stepMax, expected } = terms;
  return {
    ...{ opensAt, k, curve, slotSeconds, target, turnSeconds, leadSeconds, tauMin, tauMax, expected },
    samplingRate: sampling.arrivals,
    method: sampling.arrivals > 0 ? 'arrivals' : 'proportionalIntegral',
    speedUpMax: stepMax ?? SPEED_UP_MAX,
    slowDownMax: stepMax,
  };
}

/** The state after a look at the sale, and what to do. Nothing is published and nothing is kept yet. */
export function decideTurn(
  settings: TunerSettings,
  { sale, notes }: { readonly sale: SaleRecord; readonly notes: SaleNotes },
  before: Remembered,
  sight: TunerSight,
  now: number,
): { readonly decision: TunerDecision; readonly next: Remembered } {
  const { cursor, arrivals, readAt, live, admitted, buyers, seats } = sight;
  const counted = sale.sampling.arrivals > 0 ? arrivals : null;
  const schedule = steerable(sale, notes, now, settings.leadSeconds);
  const observed = { now, readAt, live, admitted, buyers, seats, schedule, arrivals: counted };
  const turned = tune(settings, before.state, observed);
  const { decision } = turned;
  // What made no sense was not taken in, so its arrivals are asked for again.
  if (decision.cause === 'unsound') return { decision, next: before };
  const next = { state: turned.state, cursor, last: { at: now, admitted, expected: decision.expected } };
  return { decision, next: isReplacedNextTurn(settings, now) ? withheld(before, next) : next };
}

/**
 * The schedule as the tuner may see it: what operators plan for later is theirs, and an entry that is far enough ahead is replaced rather
 * than followed by another, so that a tuner that waits for the opening does not fill the record.
 */
export function steerable(
  { opensAt, schedule }: Pick<SaleRecord, 'opensAt' | 'schedule'>,
  { doors }: Pick<SaleNotes, 'doors'>,
  now: number,
  leadSeconds: number,
): readonly ScheduleEntry[] {
  const planned = new Set(doors.map(([from]) => from));
  return schedule.filter(
    ([from]) => from <= Math.max(now, opensAt) || (from < now + leadSeconds && !planned.has(from)),
  );
}

/** Well before the opening, what is decided takes effect with the opening, and the next turn decides again. */
function isReplacedNextTurn({ opensAt, turnSeconds, leadSeconds }: TunerSettings, now: number): boolean {
  return now + turnSeconds + leadSeconds <= opensAt;
}

/** The memory after a decision that was not carried out: what it has seen counts, what it would have done does not. */
export function withheld(before: Remembered, next: Remembered): Remembered {
  const { openTau, integral } = before.state;
  return { ...next, state: { ...next.state, openTau, integral } };
}
