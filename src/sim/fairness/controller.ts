import type { ControllerResult, SimulationResult, TunerResult } from '../engine/index.ts';
import { batchMean, type Measure, type Quantity } from './statistics/index.ts';

/** How well the number of shoppers was held. */
export interface ControllerQuality {
  readonly mode: TunerResult['mode'];
  readonly target: number;
  /** Highest live sessions and waiting passes over the target, less 1; 0 when never above. The maximum of one course, so without an interval. */
  readonly overshoot: number;
  readonly overshootAtSeconds: number | null;
  readonly settledAtSeconds: number | null;
  readonly settledSessions: number | null;
  /** Mean |live + passes − target| / target while settled. */
  readonly meanError: Quantity | null;
  /** Mean (live + passes − target) / target while settled; the test asks whether it is 0. */
  readonly bias: Measure | null;
  /** Mean live / target from the opening until seats or people got scarce. */
  readonly utilisation: Quantity | null;
  readonly startsOnEmptyMap: number;
  readonly heldToSeconds: number;
  readonly turns: number;
  readonly published: number;
  readonly heldTurns: number;
}

/** Points of a course are not independent: one batch is this many mean sessions long, after which little is left of what was. */
const BATCH_SESSIONS = 1;

export function controllerQuality(result: SimulationResult, confidence: number): ControllerQuality {
  const { controller, tuner, series } = result;
  const settled = stretch(result, controller.settledAtSeconds ?? Number.POSITIVE_INFINITY);
  const held = stretch(result, 0);
  const error = settled.map((i) => relativeError(result, i));
  const batch = pointsPerBatch(controller, series.at);
  const absolute = batchMean(error.map(Math.abs), batch, confidence);
  const load = batchMean(
    held.map((i) => (series.live[i] ?? 0) / controller.target),
    batch,
    confidence,
  );
  return {
    mode: tuner.mode,
    target: controller.target,
    overshoot: controller.overshoot,
    overshootAtSeconds: controller.overshootAtSeconds,
    settledAtSeconds: controller.settledAtSeconds,
    settledSessions: controller.settledSessions,
    meanError: centred(controller.meanError, absolute),
    bias: batchMean(error, batch, confidence),
    utilisation: centred(controller.utilisation, load),
    startsOnEmptyMap: controller.startsOnEmptyMap,
    heldToSeconds: controller.heldToSeconds,
    turns: tuner.turns,
    published: tuner.published,
    heldTurns: tuner.held,
  };
}

/** Indices of the points from a moment until seats or people got scarce. */
function stretch({ series, controller }: SimulationResult, from: number): number[] {
  return series.at.flatMap((at, i) => (at >= from && at < controller.heldToSeconds ? [i] : []));
}

function relativeError({ series, controller }: SimulationResult, i: number): number {
  return ((series.live[i] ?? 0) + (series.passes[i] ?? 0)) / controller.target - 1;
}

function pointsPerBatch({ meanSessionSeconds }: ControllerResult, at: readonly number[]): number {
  const step = (at[1] ?? 1) - (at[0] ?? 0);
  return Math.max(1, Math.round((BATCH_SESSIONS * (meanSessionSeconds ?? 0)) / step));
}

/** The engine's value, taken every second, with the interval of the sampled course around it. */
function centred(value: number | null, sampled: Measure | null): Quantity | null {
  if (value === null) return null;
  if (sampled === null) return { value, low: null, high: null };
  const spread = sampled.high - sampled.value;
  return { value, low: Math.max(0, value - spread), high: value + spread };
}
