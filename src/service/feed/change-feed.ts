import type { Change } from '../../core/reservation/index.ts';
import type { ReservationStore } from '../ports/index.ts';

export interface ChangeFeedOptions {
  readonly store: ReservationStore;
  /** Name under which the store remembers how far this consumer has come. */
  readonly consumer: string;
  /** First change not yet known to the consumer; an in-process cache that starts empty starts at the log's end. */
  readonly afterSeq: number;
  apply(change: Change): Promise<void>;
  /** The log was pruned past this consumer: what it derived so far must be dropped. */
  missed(): Promise<void>;
}

export interface ChangeFeed {
  /** Applies all that has been committed so far; calls made meanwhile share one run. */
  drain(): Promise<void>;
  /** Lets the store forget what has been applied. */
  checkpoint(): Promise<void>;
}

const BATCH = 1_000;

/** Carries committed changes from the store's log to a consumer, in commit order, at least once. */
export function createChangeFeed(options: ChangeFeedOptions): ChangeFeed {
  const { store, consumer } = options;
  let applied = options.afterSeq;
  let committed = -1;
  let running: Promise<void> | undefined;
  let again = false;

  async function run(): Promise<void> {
    do {
      again = false;
      let changes = await store.readChanges(applied, BATCH);
      while (changes.length > 0) {
        if ((changes[0]?.seq ?? 0) > applied + 1) await options.missed();
        for (const change of changes) {
          await options.apply(change);
          applied = change.seq;
        }
        changes = changes.length < BATCH ? [] : await store.readChanges(applied, BATCH);
      }
    } while (again);
  }

  return {
    drain() {
      if (running !== undefined) {
        // What was committed after the present run read the log needs another look.
        again = true;
        return running;
      }
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    },
    async checkpoint() {
      if (applied === committed) return;
      await store.commitCursor(consumer, applied);
      committed = applied;
    },
  };
}
