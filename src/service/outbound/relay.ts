import type { Logger } from 'pino';
import type { Flag } from '../../core/abuse/index.ts';
import { type ChangeFeed, createChangeFeed, type FeedChange } from '../feed/index.ts';
import type { Meter } from '../measures/index.ts';
import type { Clock, Outbox, ReservationStore } from '../ports/index.ts';
import { expiryWatchOf, findExpiry } from './expiry.ts';
import { buyerFlagged, outboundEvents } from './translate.ts';

const CONSUMER = 'outbound';

export interface RelayOptions {
  readonly store: ReservationStore;
  readonly outbox: Outbox;
  /** Names of those that every event is for. */
  readonly endpoints: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
}

export interface Relay {
  readonly feed: ChangeFeed;
  /** Looks at sessions whose time has come and tells of those that lapsed. Answers how many it looked at. */
  lookForExpired(): Promise<number>;
  /** Tells of a flag that is new or graver than before. */
  flagged(flag: Flag): Promise<void>;
}

const WATCHES_AT_ONCE = 500;

/**
 * Carries what happens in an embedded store to the outbox. Its place in the store's log is remembered only after the outbox has it on disk,
 * and the outbox knows an event by its id: so none is lost and none is kept twice, whenever the process dies.
 */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const { store, outbox, endpoints, clock, log, meter } = options;
  const afterSeq = await store.readCursor(CONSUMER);
  // From now on the log is not pruned past this consumer, even if nothing comes for a while.
  await store.commitCursor(CONSUMER, afterSeq);

  const feed = createChangeFeed({
    store,
    afterSeq,
    consumer: CONSUMER,
    async consume(changes) {
      const events = changes.flatMap(outboundEvents);
      const watches = lastWatches(changes);
      if (events.length > 0 || watches.length > 0)
        await outbox.add(events, watches, endpoints, clock.nowMs());
      return [];
    },
    async missed() {
      log.error(
        'the change log was pruned before all of it was told as outbound events; compare with `tix audit`',
      );
    },
  });

  return {
    feed,
    async flagged(flag) {
      await outbox.add([buyerFlagged(flag)], [], endpoints, clock.nowMs());
    },
    async lookForExpired() {
      const due = await outbox.watchesDue(clock.nowMs(), WATCHES_AT_ONCE);
      const findings = await Promise.all(
        due.map(async ({ sessionId }) => ({
          sessionId,
          found: await findExpiry(store, sessionId, clock.nowMs()),
        })),
      );
      if (due.length === 0) return 0;
      const lapsed = await outbox.add(
        findings.flatMap(({ found }) => (found.kind === 'expired' ? found.event : [])),
        findings.map(({ sessionId, found }) => ({
          sessionId,
          atMs: found.kind === 'live' ? found.untilMs : null,
        })),
        endpoints,
        clock.nowMs(),
      );
      meter.measure('SessionsLapsed', lapsed);
      return due.length;
    },
  };
}

/** The last word of each session in these changes. */
function lastWatches(changes: readonly FeedChange[]) {
  const watches = new Map<string, { sessionId: string; atMs: number | null }>();
  for (const change of changes) {
    const watch = expiryWatchOf(change);
    if (watch !== undefined) watches.set(watch.sessionId, watch);
  }
  return [...watches.values()];
}
