import type { SimulationResult } from '../engine/index.ts';
import { luckToFifo, waitsTogether } from '../fairness/index.ts';
import type { ScenarioOverrides } from '../scenario/index.ts';

/** A setting that a sweep varies. */
export type SweptSetting = 'k' | 'target' | 'slot';

/** What one value of the setting came to. Null where there was nothing to measure. */
export interface SweepPoint {
  readonly value: number;
  /** Of two people who come one after the other, 0.5 (luck) to 1 (a queue): how often the first is let in first. */
  readonly firstFirst: number | null;
  /** Share of those who came first, and of those who came last (a tenth each), who are let in. */
  readonly firstTenth: number | null;
  readonly lastTenth: number | null;
  readonly waitMedianSeconds: number | null;
  readonly waitP90Seconds: number | null;
  readonly overshoot: number;
  readonly meanError: number | null;
  readonly utilisation: number | null;
  readonly soldOutAtSeconds: number | null;
  readonly seatsSold: number;
  /** Token requests and admission requests per second, from the opening to the end. */
  readonly requestsPerSecond: number;
}

export interface Sweep {
  readonly format: 'tix-sweep-1';
  readonly name: string;
  readonly setting: SweptSetting;
  /** The scenario's own value. */
  readonly own: number;
  readonly seed: number;
  readonly tokens: number;
  readonly points: readonly SweepPoint[];
}

/** The scenario's change for one value of a swept setting. */
export function overridesFor(setting: SweptSetting, value: number): ScenarioOverrides {
  switch (setting) {
    case 'k':
      return { k: value };
    case 'target':
      return { target: value };
    case 'slot':
      return { slotSeconds: value };
  }
}

/** Values worth trying when none are given. */
export function usualValues(setting: SweptSetting, own: number): number[] {
  switch (setting) {
    case 'k':
      return [1, 1.5, 2, 3, 4, 8];
    case 'target':
      return [0.5, 0.75, 1, 1.5, 2].map((factor) => Math.max(1, Math.round(own * factor)));
    case 'slot':
      return [10, 20, 30, 60, 120];
  }
}

export function sweepPoint(value: number, result: SimulationResult): SweepPoint {
  const { controller, totals, endedAtSeconds, scenario } = result;
  const waits = waitsTogether(result.groups);
  const own = luckToFifo(result, [scenario.sale.k])[0];
  return {
    value,
    firstFirst: own?.orderKept == null ? null : (1 + own.orderKept) / 2,
    firstTenth: own?.firstTenth ?? null,
    lastTenth: own?.lastTenth ?? null,
    waitMedianSeconds: waits.p50,
    waitP90Seconds: waits.p90,
    overshoot: controller.overshoot,
    meanError: controller.meanError,
    utilisation: controller.utilisation,
    soldOutAtSeconds: result.soldOutAtSeconds,
    seatsSold: result.seatsSold,
    requestsPerSecond: (totals.mints + totals.polls) / Math.max(1, endedAtSeconds),
  };
}
