import type { Logger } from 'pino';
import type { Clock, Delivery, EventSink, Outbox, PublishOutcome, Random } from '../ports/index.ts';

export interface DispatcherOptions {
  readonly outbox: Outbox;
  /** As it is named in the outbox. */
  readonly endpoint: string;
  readonly sink: EventSink;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface Dispatcher {
  /** Tries what is due once and answers how many deliveries that were. */
  runOnce(): Promise<number>;
}

const AT_ONCE = 100;
/** Tries spread over about four hours; after the last the delivery is a dead letter. */
export const ATTEMPTS_MAX = 15;
const FIRST_WAIT_MS = 1_000;
const WAIT_MS_MAX = 3_600_000;

/** Brings events from the outbox to one endpoint, again and again until it has taken them or they are given up. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { outbox, endpoint, sink, clock, random, log } = options;

  async function tell(due: readonly Delivery[]): Promise<readonly PublishOutcome[]> {
    try {
      return await sink.publish(due.map(({ event }) => event));
    } catch (error) {
      return due.map(() => ({ kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' }));
    }
  }

  return {
    async runOnce() {
      const due = await outbox.due(endpoint, clock.nowMs(), AT_ONCE);
      if (due.length === 0) return 0;
      const outcomes = await tell(due);
      const nowMs = clock.nowMs();
      const failures = due.flatMap((delivery, i) => {
        const outcome = outcomes[i] ?? { kind: 'failed', reason: 'the sink said nothing about it' };
        if (outcome.kind === 'published') return [];
        const isLast = delivery.attempts + 1 >= ATTEMPTS_MAX;
        const atMs = isLast ? null : nowMs + waitMs(delivery.attempts + 1, random.unit());
        return { delivery, reason: outcome.reason, atMs };
      });
      const failed = new Set(failures.map(({ delivery }) => delivery));
      await outbox.delivered(due.filter((delivery) => !failed.has(delivery)));
      if (failures.length > 0) {
        await outbox.failed(failures, nowMs);
        const given = failures.filter(({ atMs }) => atMs === null).length;
        const what = { endpoint, failed: failures.length, given, reason: failures[0]?.reason };
        log.warn(what, given > 0 ? 'outbound events were given up' : 'outbound events were not taken');
      }
      return due.length;
    },
  };
}

/** Wait after so many failed tries: doubling, and between half of it and all, so that what failed together does not come back together. */
export function waitMs(failedTries: number, unit: number): number {
  const fullMs = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (failedTries - 1));
  return Math.round(fullMs * (0.5 + unit / 2));
}
