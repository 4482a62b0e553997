import type { ReservationStore } from '../ports/index.ts';
import { type ChangeConsumer, feedChange } from './changes.ts';

export interface ChangeFeedOptions {
  readonly store: ReservationStore;
  /** Name under which the store remembers how far this consumer has come. */
  readonly consumer: string;
  /** First change not yet known to the consumer; an in-process cache that starts empty starts at the log's end. */
  readonly afterSeq: number;
  /** What it answers as undone, and all after it, is brought again at the next turn. */
  readonly consume: ChangeConsumer;
  /** The log was pruned past this consumer: what it derived so far must be dropped. */
  missed(): Promise<void>;
}

export interface ChangeFeed {
  /** Brings all that has been committed so far, or as much as the consumer can take; calls made meanwhile share one run. */
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
      while (await bringBatch());
    } while (again);
  }

  /** True when there may be more to bring. */
  async function bringBatch(): Promise<boolean> {
    const changes = await store.readChanges(applied, BATCH);
    const [first] = changes;
    if (first === undefined) return false;
    if (first.seq > applied + 1) await options.missed();
    const brought = changes.map(feedChange);
    const undone = new Set(await options.consume(brought));
    const stop = brought.findIndex((change) => undone.has(change));
    const done = stop < 0 ? changes : changes.slice(0, stop);
    applied = done.at(-1)?.seq ?? Math.max(applied, first.seq - 1);
    return stop < 0 && changes.length === BATCH;
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
