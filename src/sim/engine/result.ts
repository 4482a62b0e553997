import type { AttackKind, Scenario } from '../scenario/index.ts';
import type { DesignName } from './designs.ts';

/**
 * What a simulated sale came to. Plain JSON: no typed arrays, null where there is no number. Times are seconds relative to the opening;
 * waits are seconds from arrival or opening, whichever is later, to the session's start.
 */
export interface SimulationResult {
  readonly design: DesignName;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly people: number;
  readonly accounts: number;
  /** People and attackers' accounts: places in the queue. */
  readonly tokens: number;
  /** Sessions started. */
  readonly admitted: number;
  readonly buyers: number;
  readonly seats: number;
  readonly seatsSold: number;
  readonly endedAtSeconds: number;
  readonly soldOutAtSeconds: number | null;
  /** Classes first, then attackers, in the scenario's order. */
  readonly groups: readonly GroupResult[];
  /** Lower edges of the arrival bins. The first is null: everybody who was there before the opening. */
  readonly arrivalBins: readonly (number | null)[];
  /** Per arrival bin, honest classes together. */
  readonly waitsByArrival: readonly WaitsOfBin[];
  readonly draws: DrawsResult;
  readonly order: OrderSample;
  readonly estimates: EstimatesResult;
  readonly series: SeriesResult;
  readonly controller: ControllerResult;
  readonly tuner: TunerResult;
  readonly totals: { readonly mints: number; readonly polls: number; readonly hashes: number };
}

export interface GroupResult {
  readonly name: string;
  readonly kind: 'class' | 'attacker';
  readonly attack: AttackKind | null;
  readonly region: string | null;
  readonly device: string | null;
  readonly latencyMs: { readonly median: number; readonly p95: number };
  /** Tokens: one per person or account. */
  readonly people: number;
  /** Persons behind them. */
  readonly humans: number;
  /** Gave up before the verdict let them in. */
  readonly left: number;
  /** Let in by the verdict while they were waiting. */
  readonly drawn: number;
  /** Of the drawn, not there any more. */
  readonly absent: number;
  /** Of the drawn, held up by a full house: got a waiting pass first. */
  readonly withPass: number;
  /** Sessions started. */
  readonly admitted: number;
  /** Of the admitted, found no seats. */
  readonly emptyHanded: number;
  /** Of the admitted, held seats and let them go. */
  readonly gaveUp: number;
  readonly paymentFailed: number;
  readonly buyers: number;
  readonly seatsBought: number;
  /** Those who would show up and outwait the sale: fixed before the draw, so that chances can be compared without bias. */
  readonly steadfast: {
    readonly people: number;
    readonly drawn: number;
    readonly admitted: number;
    readonly buyers: number;
  };
  readonly waits: WaitsResult;
  /** Per arrival bin. */
  readonly byArrival: ByArrival;
  /** Draws in 16 equal bins of [0, 1). */
  readonly draws: readonly number[];
  readonly mints: number;
  /** Requests for admission. */
  readonly polls: number;
  /** Expected proof-of-work hashes: 2^bits for every token minted. */
  readonly hashes: number;
}

export interface ByArrival {
  readonly people: readonly number[];
  readonly admitted: readonly number[];
  readonly buyers: readonly number[];
  readonly steadfast: readonly number[];
  readonly steadfastBuyers: readonly number[];
}

/** Of the admitted; null when there are none. */
export interface WaitsResult {
  readonly count: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly p05: number | null;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly histogram: { readonly stepSeconds: number; readonly counts: readonly number[] };
}

export interface WaitsOfBin {
  readonly admitted: number;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export interface DrawsResult {
  readonly count: number;
  /** 1,024 equal bins of [0, 1). */
  readonly histogram: readonly number[];
  /** One-sided Kolmogorov-Smirnov distances from the uniform distribution, taken at 65,536 edges (so low by 1.6e-5 at most). */
  readonly dPlus: number;
  readonly dMinus: number;
}

/** A uniform sample of the admitted, 20,000 at most. */
export interface OrderSample {
  /** Index into `groups`. */
  readonly group: readonly number[];
  /** With a fraction; negative before the opening. */
  readonly arrivedAt: readonly number[];
  readonly admittedAt: readonly number[];
  readonly v: readonly number[];
  /** First second in which the sale clock had reached their secret number, so that the published rule lets them in from their next slot on; null when it never did. */
  readonly dueAt: readonly (number | null)[];
}

/** What a sample of honest people was told when they got their token (or at the opening), and what came of it. */
export interface EstimatesResult {
  readonly shown: number;
  /** Of the shown, let in by the verdict. */
  readonly reached: number;
  /** Of the reached: in the range shown, sooner, later. The range is the middle half. */
  readonly within: number;
  readonly early: number;
  readonly late: number;
  /** By what was said: mean chance said (1 / oneIn, 1 when no odds were shown), how many were told so, how many of them got in. */
  readonly odds: readonly { readonly saidChance: number; readonly shown: number; readonly reached: number }[];
}

/** Equal steps, about 1,000 points at most. Sampled, except `admissions` (sessions started per second, mean over the step). */
export interface SeriesResult {
  readonly at: readonly number[];
  readonly live: readonly number[];
  readonly passes: readonly number[];
  /** What the tuner aimed at: the target, less when few seats are left. */
  readonly target: readonly number[];
  /** In force; 0 is closed. */
  readonly tau: readonly number[];
  /** Reading of the sale clock, exactly. */
  readonly clock: readonly number[];
  readonly admissions: readonly number[];
  readonly waiting: readonly number[];
  readonly available: readonly number[];
  readonly held: readonly number[];
  readonly sold: readonly number[];
}

export interface ControllerResult {
  readonly target: number;
  /** Highest (live + passes) / target − 1, 0 when never above. */
  readonly overshoot: number;
  readonly overshootAtSeconds: number | null;
  /** Start of the first stretch of one mean session in which 10-second means stay within 5 % of the target. */
  readonly settledAtSeconds: number | null;
  readonly settledSessions: number | null;
  /** Mean |live + passes − target| / target from settling until seats or people get scarce. */
  readonly meanError: number | null;
  /** Mean live / target from the opening until seats or people get scarce. */
  readonly utilisation: number | null;
  /** When seats or people got too scarce to hold the target; the end if they never did. */
  readonly heldToSeconds: number;
  readonly meanSessionSeconds: number | null;
  /** Sessions started while no seat was free. */
  readonly startsOnEmptyMap: number;
}

export interface TunerResult {
  readonly mode: 'tuned' | 'pi' | 'fixed' | 'none';
  readonly turns: number;
  readonly published: number;
  /** Turns in which inputs made no sense, so that τ was held. */
  readonly held: number;
  /** How often each cause was given. */
  readonly causes: readonly { readonly cause: string; readonly turns: number }[];
}
