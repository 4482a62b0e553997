import type { Scenario } from '../scenario/index.ts';
import type { DesignName } from './designs.ts';
import { drawsOf } from './draws-of-design.ts';
import { groupsOf } from './groups.ts';
import type { SimulationResult } from './result.ts';
import { run } from './run.ts';
import { type SimulationWatch, setUp } from './sale-parts.ts';
import { resultOf } from './summary.ts';

export interface SimulationOptions {
  /** Threads that draw; the result does not depend on them. Default 1. */
  readonly threads?: number | undefined;
  /** Default `tix`. Others are broken on purpose, for tests of the gate. */
  readonly design?: DesignName | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many of all tokens have drawn. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly watch?: SimulationWatch | undefined;
}

/**
 * Runs a sale. The same scenario and design give the same result, whatever the machine and the number of threads.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function simulate(
  scenario: Scenario,
  options: SimulationOptions = {},
): Promise<SimulationResult> {
  const { threads = 1, design = 'tix', signal, onProgress, watch } = options;
  const { k, curve, slotSeconds } = scenario.sale;
  const groups = groupsOf(scenario);
  const terms = { seed: scenario.seed, slotSeconds, curve, k };
  const draws = await drawsOf(design, terms, groups, { threads, signal, onProgress });
  const parts = setUp(scenario, design, groups, draws, watch);
  return resultOf(parts, await run(parts, signal));
}
