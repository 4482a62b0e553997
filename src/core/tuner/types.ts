import type { Forecast, ScheduleEntry } from '../admission/index.ts';
import type { PeopleEstimate } from './people.ts';

/** What a sale wants of its tuner. Times in seconds. */
export interface TunerSettings {
  /** Epoch s. */
  readonly opensAt: number;
  readonly k: number;
  readonly curve: string;
  readonly slotSeconds: number;
  /** Live sessions to hold, waiting passes counted in (L). */
  readonly target: number;
  /** Time between two turns. */
  readonly turnSeconds: number;
  /** Time from a decision until every edge knows it. */
  readonly leadSeconds: number;
  /** Share of arrivals that are sampled. */
  readonly samplingRate: number;
  /** How τ is found: from the people still waiting, or from the number of live sessions alone. */
  readonly method: 'arrivals' | 'proportionalIntegral';
  /** Bounds of τ while people are let in. */
  readonly tauMin: number;
  readonly tauMax: number;
  /** The clock is sped up by no more than this factor in a turn: a crowd may come that nobody has counted yet. */
  readonly speedUpMax: number;
  /** The same for slowing down; without a limit when left out, since too many inside is worse than too few. */
  readonly slowDownMax?: number | undefined;
  /** What to expect before anything was measured. */
  readonly expected: {
    readonly sessionSeconds: number;
    readonly seatsPerBuyer: number;
    /** Share of sessions that end in a purchase. */
    readonly buyingShare: number;
  };
}

/** What can be seen of a sale at one moment. Counts marked cumulative run from the start of the sale and never fall. */
export interface TunerObservation {
  /** Epoch s: when the decision is made. */
  readonly now: number;
  /** Epoch s: when these numbers were read. */
  readonly readAt: number;
  /** As published; older entries may be missing. */
  readonly schedule: readonly ScheduleEntry[];
  /** Sessions alive, waiting passes counted in. */
  readonly live: number;
  /** Cumulative: sessions started and waiting passes given. */
  readonly admitted: number;
  /** Cumulative: sessions that ended in a purchase. */
  readonly buyers: number;
  /** Distinct people sampled when they got their token, by second, since the last observation; null when nobody counts them. */
  readonly arrivals: readonly (readonly [second: number, sampled: number])[] | null;
  readonly seats: {
    readonly available: number;
    readonly held: number;
    readonly inCheckout: number;
    readonly sold: number;
  };
}

/** What the tuner remembers from turn to turn. Plain JSON. */
export interface TunerState {
  /** Time of the last observation that made sense; null before the first. */
  readonly seen: {
    readonly now: number;
    readonly live: number;
    readonly admitted: number;
    readonly buyers: number;
  } | null;
  /** Counts of the first observation: what was sold before is no measure of this crowd. */
  readonly origin: { readonly sold: number; readonly buyers: number; readonly ended: number } | null;
  readonly people: PeopleEstimate;
  /** Reading of the sale clock at which the people of each slot phase were last judged. */
  readonly judged: readonly number[];
  /** Real admissions over those predicted: people who left, samples that mislead. */
  readonly presence: number;
  /** People who came per second, lately. */
  readonly arrivalRate: number;
  /** Sessions that ended per second, lately. */
  readonly departureRate: number;
  /** Sessions that ended and the time that all of them together lasted, lately: how long one lasts, whoever is still inside counted. */
  readonly ended: { readonly sessions: number; readonly seconds: number };
  /** Integral action: admissions per turn on top of what departures and error ask for. */
  readonly integral: number;
  /** Last relative error, for the proportional-integral method; null before the first. */
  readonly lastError: number | null;
  /** τ when people were last let in; null before that. */
  readonly openTau: number | null;
  /** What buyers were told last. */
  readonly forecast: Forecast | null;
  readonly phase: TunerPhase;
}

export type TunerPhase = 'open' | 'allHeld' | 'soldOut';

/**
 * Why τ is what it is: `filling` and `steady` follow the target; `fewSeats` a target cut down; `full` lets nobody more in for now;
 * `easingIn` could let in more, but speeds up step by step; `fewPeople` has let everybody in already; `allHeld` and `soldOut` closed the doors; `unsound` kept τ because the inputs made no sense.
 */
export type TunerCause =
  | 'filling'
  | 'steady'
  | 'fewSeats'
  | 'full'
  | 'easingIn'
  | 'fewPeople'
  | 'allHeld'
  | 'soldOut'
  | 'unsound';

export interface TunerDecision {
  /** The schedule entry to publish, its reading left to the schedule; null: nothing changes. */
  readonly entry: { readonly from: number; readonly tau: number } | null;
  readonly phase: TunerPhase;
  readonly cause: TunerCause;
  /** One or two sentences for an operator. */
  readonly reason: string;
  /** The target, less when few seats are left. */
  readonly effectiveTarget: number;
  /** People to let in during the turn that begins with the entry. */
  readonly wanted: number;
  /** People expected to be let in until the next turn, by the schedule as it then is; null without counted arrivals. */
  readonly expected: number | null;
  /** What is expected of the past: people let in by the clock whose slot has not come yet. */
  readonly underway: number;
  /** People estimated to be waiting. */
  readonly waiting: number;
  /** What buyers can be told; null when nothing can be said. */
  readonly forecast: Forecast | null;
}
