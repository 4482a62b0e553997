import type { SimulationResult } from '../engine/index.ts';
import { type ControllerQuality, controllerQuality } from './controller.ts';
import { type DrawsFairness, drawsFairness } from './draws.ts';
import { type EstimatesFairness, estimatesFairness } from './estimates.ts';
import {
  type AttackerOutcome,
  attackerOutcomes,
  type ClassOutcome,
  classOutcomes,
  honestPrice,
  type SeatPrice,
} from './groups.ts';
import { type ArrivalFairness, arrivalFairness, type Independence, independenceOf } from './independence.ts';
import { type OrderFairness, orderFairness } from './order.ts';
import { turnsOf } from './turns.ts';

/** Everything that is judged of a simulated sale; docs/fairness.md defines each measure. */
export interface Assessment {
  /** Of every interval below. */
  readonly confidence: number;
  readonly fairness: Fairness;
  readonly controller: ControllerQuality;
  readonly classes: readonly ClassOutcome[];
  readonly attackers: readonly AttackerOutcome[];
  readonly honestPrice: SeatPrice;
}

export interface Fairness {
  readonly draws: DrawsFairness;
  readonly latency: Independence | null;
  readonly device: Independence | null;
  readonly region: Independence | null;
  readonly arrival: ArrivalFairness | null;
  readonly order: OrderFairness;
  readonly estimates: EstimatesFairness | null;
}

const USUAL_CONFIDENCE = 0.95;

export function assess(result: SimulationResult, confidence = USUAL_CONFIDENCE): Assessment {
  const { groups } = result;
  const turns = turnsOf(result);
  return {
    confidence,
    fairness: {
      draws: drawsFairness(result.draws, groups, confidence),
      latency: independenceOf(groups, 'latency', confidence),
      device: independenceOf(groups, 'device', confidence),
      region: independenceOf(groups, 'region', confidence),
      arrival: arrivalFairness(groups, confidence),
      order: orderFairness(turns, groups, confidence),
      estimates: estimatesFairness(result.estimates, confidence),
    },
    controller: controllerQuality(result, confidence),
    classes: classOutcomes(groups, confidence),
    attackers: attackerOutcomes(groups, turns, result.scenario.sale.slotSeconds, confidence),
    honestPrice: honestPrice(groups),
  };
}
