import { availableParallelism } from 'node:os';
import { type DesignName, type Scenario, type SimulationResult, simulate } from '../../sim/index.ts';
import type { Context } from '../framework/index.ts';

export interface RunOptions {
  readonly threads: number | undefined;
  readonly design?: DesignName;
  /** What progress calls this run. */
  readonly label: string;
}

export interface Run {
  readonly result: SimulationResult;
  readonly elapsedMs: number;
}

/** More threads than this wait for each other. */
const THREADS_MAX = 8;

/** Runs a sale with progress on standard error; ^C ends it at once, with nothing left behind. */
export async function runSale(ctx: Context, scenario: Scenario, options: RunOptions): Promise<Run> {
  const startedMs = ctx.clock.nowMs();
  const tokens = scenario.attackers.reduce((sum, { accounts }) => sum + accounts, scenario.people);
  using progress = ctx.progress(options.label, tokens);
  let shown = 0;
  const result = await simulate(scenario, {
    threads: options.threads ?? Math.min(THREADS_MAX, availableParallelism()),
    design: options.design,
    signal: ctx.signal,
    onProgress: (done, total) => {
      progress.advance(done - shown);
      shown = done;
      if (done === total) progress.mark('selling');
    },
  });
  return { result, elapsedMs: ctx.clock.nowMs() - startedMs };
}

/** Of this process, all threads together. */
export function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
