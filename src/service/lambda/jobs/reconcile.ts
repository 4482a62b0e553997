import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { Reconciler } from '../../payments/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

export interface ReconcileJobOptions {
  /** Made by the first invocation. */
  reconciler(): Promise<Reconciler>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Time from the beginning of one turn to that of the next. */
  readonly turnMs: number;
  /** Turns of one invocation; together as long as the schedule's period. */
  readonly turns: number;
  /** Waits; tests pass one that does not. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Time kept back at the end of an invocation, so that it ends by itself. */
const RESERVE_MS = 3_000;

/**
 * The schedule knows minutes and payments want seconds: one invocation takes several turns. A full batch is followed by the next one at
 * once. Two invocations at a time would only do the same work twice: every step is conditional.
 */
export function createReconcileJob(options: ReconcileJobOptions) {
  const { clock, telemetry, turnMs, turns, wait = sleep } = options;

  async function turn(context: Context): Promise<void> {
    const reconciler = await options.reconciler();
    const looked = await reconciler.runOnce();
    telemetry.measure('PaymentsLookedAt', looked);
    telemetry.log.debug({ looked, remainingMs: context.getRemainingTimeInMillis() }, 'reconciled');
  }

  return async (_event: unknown, context: Context): Promise<void> => {
    telemetry.begin(context, context.awsRequestId);
    const startedAtMs = clock.nowMs();
    let failure: unknown;
    try {
      for (let done = 1; done <= turns && context.getRemainingTimeInMillis() > RESERVE_MS; done++) {
        // One bad turn must not cost the others; that there was one is told at the end.
        await turn(context).catch((error: unknown) => {
          failure = error;
          telemetry.log.error({ err: error }, 'a turn of the reconciler failed');
        });
        const pauseMs = Math.min(
          startedAtMs + done * turnMs - clock.nowMs(),
          context.getRemainingTimeInMillis() - RESERVE_MS,
        );
        if (done < turns && pauseMs > 0) await wait(pauseMs);
      }
    } finally {
      telemetry.end();
    }
    if (failure !== undefined) throw failure;
  };
}
