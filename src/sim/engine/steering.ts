import {
  appendEntry,
  clockAt,
  entryAt,
  type Forecast,
  openSchedule,
  type ScheduleEntry,
} from '../../core/admission/index.ts';
import { invariant } from '../../core/errors/index.ts';
import {
  initialState,
  type TunerDecision,
  type TunerObservation,
  type TunerPhase,
  type TunerSettings,
  tune,
} from '../../core/tuner/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { TunerResult } from './result.ts';

/** Epoch second of every simulated opening. Slot phases count from the epoch, so it has to be some second. */
export const OPENS_AT = 1_800_000_000;

/** What the tuner is told at a turn, beside time and schedule. */
export type Sight = Pick<TunerObservation, 'live' | 'admitted' | 'buyers' | 'arrivals' | 'seats'>;

/** The sale clock and whoever sets its speed. Seconds are relative to the opening. */
export interface Steering {
  readonly firstTurn: number;
  isTurn(second: number): boolean;
  turn(second: number, sight: Sight): void;
  /** Fixes clock and τ of this second; asked for seconds in order, once each. */
  advance(second: number): void;
  /** Of seconds past and present; 0 before the opening. */
  reading(second: number): number;
  tau(second: number): number;
  /** The first second in which the clock shows at least this; null when it has not yet. */
  secondOf(reading: number): number | null;
  readonly effectiveTarget: number;
  readonly phase: TunerPhase;
  readonly sale: {
    readonly schedule: readonly ScheduleEntry[];
    readonly forecast: Forecast | null;
    readonly phase: TunerPhase;
  };
  result(): TunerResult;
}

/** Sees what the tuner does. */
export interface SteeringWatch {
  /** The schedule, complete, whenever it has grown. */
  published?(schedule: readonly ScheduleEntry[]): void;
  decided?(decision: TunerDecision, second: number): void;
}

/**
 * @param mode how τ is found; `none` never changes it but to close.
 */
export function createSteering(
  scenario: Scenario,
  mode: TunerResult['mode'],
  watch: SteeringWatch = {},
): Steering {
  const { sale, horizonSeconds } = scenario;
  const fixedTau = typeof sale.tau === 'number' ? sale.tau : sale.initialTau;
  const settings = tunerSettings(scenario, mode);
  const firstTurn = -sale.turnSeconds * Math.ceil(1 + sale.leadSeconds / sale.turnSeconds);
  const lost = scenario.disturbances.filter(({ kind }) => kind === 'updatesLost');
  const readings = new Float64Array(horizonSeconds + 1);
  const taus = new Float64Array(horizonSeconds + 1);
  const causes = new Map<string, number>();
  let schedule = openSchedule(OPENS_AT, mode === 'fixed' || mode === 'none' ? fixedTau : sale.initialTau);
  let state = initialState(settings);
  let decision: TunerDecision | undefined;
  let forecast: Forecast | null = null;
  let [turns, published, held] = [0, 0, 0];
  let latest = 0;

  const publish = (second: number, made: TunerDecision): void => {
    if (lost.some(({ atSeconds, forSeconds }) => second >= atSeconds && second < atSeconds + forSeconds))
      return;
    forecast = made.forecast;
    const entry = mode === 'fixed' || mode === 'none' ? closingOnly(made, schedule, fixedTau) : made.entry;
    if (entry === null) return;
    const now = OPENS_AT + second;
    schedule = appendEntry(schedule, entry.from, entry.tau, { now, leadSeconds: sale.leadSeconds });
    published += 1;
    watch.published?.(schedule);
  };

  return {
    firstTurn,
    isTurn: (second) => second >= firstTurn && (second - firstTurn) % sale.turnSeconds === 0,
    turn(second, sight) {
      const now = OPENS_AT + second;
      const turned = tune(settings, state, { ...sight, now, readAt: now, schedule });
      state = turned.state;
      decision = turned.decision;
      turns += 1;
      if (decision.cause === 'unsound') held += 1;
      causes.set(decision.cause, (causes.get(decision.cause) ?? 0) + 1);
      watch.decided?.(decision, second);
      publish(second, decision);
    },
    advance(second) {
      if (second < 0) return;
      const reading = clockAt({ opensAt: OPENS_AT, schedule }, OPENS_AT + second);
      invariant(reading !== undefined, 'the schedule covers every second of the sale');
      readings[second] = reading;
      latest = second;
      taus[second] = entryAt(schedule, OPENS_AT + second)?.[1] ?? 0;
    },
    reading: (second) => (second <= 0 ? 0 : (readings[second] as number)),
    tau: (second) => (second < 0 ? 0 : (taus[second] as number)),
    secondOf(reading) {
      if (!((readings[latest] as number) >= reading)) return null;
      let [low, high] = [0, latest];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((readings[middle] as number) >= reading) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    get effectiveTarget() {
      return decision?.effectiveTarget ?? sale.target;
    },
    get phase() {
      return decision?.phase ?? 'open';
    },
    get sale() {
      return { schedule, forecast, phase: decision?.phase ?? 'open' };
    },
    result: () => ({
      mode,
      turns,
      published,
      held,
      causes: [...causes].map(([cause, count]) => ({ cause, turns: count })),
    }),
  };
}

/** A fixed τ still closes the doors when no seat is left, and opens them again. */
function closingOnly(
  decision: TunerDecision,
  schedule: readonly ScheduleEntry[],
  fixedTau: number,
): TunerDecision['entry'] {
  const wanted = decision.phase === 'open' ? fixedTau : 0;
  if (schedule.at(-1)?.[1] === wanted) return null;
  return decision.entry === null ? null : { from: decision.entry.from, tau: wanted };
}

function tunerSettings(scenario: Scenario, mode: TunerResult['mode']): TunerSettings {
  const { sale } = scenario;
  const { checkout, session } = sale;
  const weights = sale.seatsPerOrder.reduce((sum, { share }) => sum + share, 0);
  return {
    opensAt: OPENS_AT,
    k: sale.k,
    curve: sale.curve,
    slotSeconds: sale.slotSeconds,
    target: sale.target,
    turnSeconds: sale.turnSeconds,
    leadSeconds: sale.leadSeconds,
    samplingRate: sale.samplingRate,
    method: mode === 'pi' ? 'proportionalIntegral' : 'arrivals',
    tauMin: 1,
    tauMax: 1e9,
    speedUpMax: 4,
    expected: {
      sessionSeconds: session.meanSeconds + checkout.share * checkout.meanSeconds,
      seatsPerBuyer: sale.seatsPerOrder.reduce((sum, { seats, share }) => sum + seats * share, 0) / weights,
      buyingShare: checkout.share * (1 - checkout.paymentFailure),
    },
  };
}
