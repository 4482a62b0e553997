import { setTimeout as sleep } from 'node:timers/promises';
import type { Tuner, TurnReport } from '../../service/tuning/index.ts';
import type { Context } from '../framework/index.ts';

export interface WatchEnd {
  readonly turns: number;
  /** Turns that could not be acted on. */
  readonly held: number;
  /** τ as it stays; null when nobody could read it. */
  readonly tau: number | null;
}

/** One turn, or with `everyMs` one after the other until the command is told to stop; a turn that is under way is finished. */
export async function watch(
  ctx: Context,
  tuner: Pick<Tuner, 'takeTurn'>,
  everyMs: number | undefined,
  told: (report: TurnReport) => Promise<void>,
): Promise<WatchEnd> {
  let [turns, held] = [0, 0];
  let tau: number | null = null;
  const startedMs = ctx.clock.nowMs();
  for (;;) {
    const report = await tuner.takeTurn();
    turns += 1;
    if (report.outcome === 'held') held += 1;
    tau = report.tauAfter ?? tau;
    await told(report);
    if (everyMs === undefined || ctx.signal.aborted) return { turns, held, tau };
    const passedMs = ctx.clock.nowMs() - startedMs;
    const untilNextMs = everyMs - (((passedMs % everyMs) + everyMs) % everyMs);
    await sleep(untilNextMs, undefined, { signal: ctx.signal }).catch(() => {});
    if (ctx.signal.aborted) return { turns, held, tau };
  }
}
