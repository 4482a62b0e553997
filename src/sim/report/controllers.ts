import type { SimulationResult } from '../engine/index.ts';
import { meanTau } from '../fairness/index.ts';
import type { Scenario } from '../scenario/index.ts';

/** The same sale under one way of setting τ. */
export interface ControllerCourse {
  readonly name: string;
  readonly overshoot: number;
  readonly settledAtSeconds: number | null;
  readonly meanError: number | null;
  readonly utilisation: number | null;
  readonly seatsSold: number;
  readonly soldOutAtSeconds: number | null;
  /** Live sessions and waiting passes over time. */
  readonly at: readonly number[];
  readonly inHouse: readonly number[];
}

export interface OtherController {
  readonly name: string;
  readonly scenario: Scenario;
}

/**
 * The other ways to set τ in a sale that was tuned: the fallback without arrival data, and one τ for the whole sale, which moves the clock
 * as far in all. Nothing for a sale that was not tuned.
 */
export function otherControllers(result: SimulationResult): OtherController[] {
  if (result.tuner.mode !== 'tuned') return [];
  const fixed = meanTau(result);
  const withTau = (tau: Scenario['sale']['tau']): Scenario => ({
    ...result.scenario,
    sale: { ...result.scenario.sale, tau },
  });
  return [
    { name: 'proportional-integral fallback', scenario: withTau('pi') },
    ...(fixed === null ? [] : [{ name: 'fixed τ', scenario: withTau(fixed) }]),
  ];
}

export function courseOf(
  name: string,
  { controller, series, ...result }: SimulationResult,
): ControllerCourse {
  return {
    name,
    overshoot: controller.overshoot,
    settledAtSeconds: controller.settledAtSeconds,
    meanError: controller.meanError,
    utilisation: controller.utilisation,
    seatsSold: result.seatsSold,
    soldOutAtSeconds: result.soldOutAtSeconds,
    at: series.at,
    inHouse: series.live.map((live, i) => live + (series.passes[i] ?? 0)),
  };
}
