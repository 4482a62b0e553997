import type { SaleRecord } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { FlagCounts } from '../abuse/index.ts';
import type { EventCatalogue } from '../events/index.ts';
import type { FeedChange } from '../feed/index.ts';
import type { MapMeasures } from '../maps/index.ts';
import type { RequestMeasures } from '../measures/index.ts';
import type { Clock, KeyValueStore, ReservationStore, SaleJournal } from '../ports/index.ts';
import { readRecords, type SaleBook, saleStatus } from '../sale/index.ts';
import { readTunerStatus } from '../tuning/index.ts';
import type { OperationsObservation, OperationsSnapshot } from './contract.ts';
import { EventTally, QueueTally } from './tally/index.ts';

export interface OperationsParts {
  readonly store: ReservationStore;
  /** As the edge's records are read with every request. */
  readonly kvs: KeyValueStore;
  readonly journal: SaleJournal;
  readonly events: EventCatalogue;
  readonly saleBook: SaleBook;
  readonly clock: Clock;
  readonly mapMeasures: MapMeasures;
  readonly requestMeasures: RequestMeasures;
  /** People on the abuse ladder, by event. */
  readonly flagCounts: (eventId: string) => Promise<FlagCounts>;
}

/** How every sale of this store stands. Counts come from the store itself, so that they are the same after a restart. */
export interface Operations {
  /** Brings news from the change feed; repeats and any order are harmless. */
  apply(changes: readonly FeedChange[]): void;
  /** Counts what is stored, once after the start and again when changes were missed; may run while changes come in. */
  count(): Promise<void>;
  /** Reads what is new in the journals. */
  follow(): Promise<void>;
  /** @throws ProblemError `EVENT_UNKNOWN` */
  snapshot(eventId: string): Promise<OperationsSnapshot>;
  /**
   * @param after the cursor of the last observation; null for all arrivals there were
   * @throws ProblemError `EVENT_UNKNOWN`
   */
  observation(eventId: string, after: string | null): Promise<OperationsObservation>;
}

interface Watched {
  readonly tally: EventTally;
  readonly queue: QueueTally;
  cursor: string | null;
  /** What was told last, for it must never fall although its parts come by different ways. */
  admitted: number;
}

const JOURNAL_PAGE = 1_000;

export function createOperations(parts: OperationsParts): Operations {
  const { store, kvs, journal, events, saleBook, clock, mapMeasures, requestMeasures, flagCounts } = parts;
  const watched = new Map<string, Watched>();
  let counting: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  function watch(eventId: string): Watched {
    const known = watched.get(eventId);
    if (known !== undefined) return known;
    const fresh = { tally: new EventTally(), queue: new QueueTally(), cursor: null, admitted: 0 };
    watched.set(eventId, fresh);
    return fresh;
  }

  async function scan(): Promise<void> {
    for await (const item of store.scan()) {
      if (item.type === 'seat' || item.type === 'session') watch(item.record.eventId).tally.item(item);
    }
  }

  /** Again from the start, after the count that may be under way: that one may have read too early. */
  function count(): Promise<void> {
    const run = (counting ?? Promise.resolve()).catch(() => undefined).then(scan);
    counting = run;
    // One that failed is made again by whoever needs it next.
    run.catch(() => {
      if (counting === run) counting = undefined;
    });
    return run;
  }

  async function followAll(): Promise<void> {
    for (const { eventId } of await events.list()) {
      const one = watch(eventId);
      for (;;) {
        const page = await journal.read(eventId, one.cursor, JOURNAL_PAGE);
        if (page.entries.length === 0) break;
        for (const entry of page.entries) one.queue.entry(entry);
        one.cursor = page.cursor;
      }
    }
  }

  const follow = () => {
    following ??= followAll().finally(() => {
      following = undefined;
    });
    return following;
  };

  /** Everything about an event, once the store has been counted. */
  async function look(eventId: string) {
    const { event, venue } = await events.require(eventId);
    await Promise.all([counting ?? count(), follow()]);
    const { sale } = await saleBook.read(eventId);
    const totals = new Map(venue.sections.map(({ id, seatCount }) => [id, seatCount]));
    return { event, totals, sale, one: watch(eventId) };
  }

  async function statusOf(eventId: string, now: number) {
    try {
      return saleStatus(await readRecords(kvs, eventId), eventId, now);
    } catch (error) {
      // A sale that is missing or damaged is shown as none; who wants to know why asks `tix sale status`.
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  async function tunerOf(eventId: string) {
    try {
      return await readTunerStatus(kvs, eventId);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  return {
    apply(changes) {
      for (const change of changes) {
        const { kind, eventId } = change.body;
        if (kind === 'seat' || kind === 'session') watch(eventId).tally.change(change);
      }
    },
    count,
    follow,
    async snapshot(eventId) {
      const { event, totals, sale, one } = await look(eventId);
      const nowMs = clock.nowMs();
      const now = Math.floor(nowMs / 1000);
      const [status, tuner] = await Promise.all([statusOf(eventId, now), tunerOf(eventId)]);
      return {
        v: 1,
        eventId,
        atMs: nowMs,
        sale: status,
        queue: queueOf(one.queue, sale, now),
        sessions: {
          ...one.tally.sessions(nowMs),
          waitingPasses: one.queue.livePasses(event.slotSeconds, now),
          softCap: event.softCap,
          hardCap: event.hardCap,
        },
        admissionsPerSecond: one.tally.admissionsPerSecond(nowMs),
        seats: one.tally.seats(totals, nowMs),
        sales: { perMinute: one.tally.soldPerMinute(nowMs) },
        ...measured(mapMeasures, requestMeasures, nowMs),
        flags: await flagCounts(eventId),
        tuner,
      };
    },
    async observation(eventId, after) {
      const { event, totals, sale, one } = await look(eventId);
      const { arrivals, cursor } = await arrivalsAfter(journal, eventId, after);
      const nowMs = clock.nowMs();
      const now = Math.floor(nowMs / 1000);
      const { live, started, bought } = one.tally.sessions(nowMs);
      const { available, held, inCheckout, sold } = one.tally.seats(totals, nowMs);
      one.admitted = Math.max(one.admitted, started + one.queue.passesWithoutSession());
      return {
        readAt: now,
        live: live + one.queue.livePasses(event.slotSeconds, now),
        admitted: one.admitted,
        buyers: bought,
        arrivals: (sale?.sampling.arrivals ?? 0) > 0 ? arrivals : null,
        cursor,
        seats: { available, held, inCheckout, sold },
      };
    },
  };
}

function queueOf(queue: QueueTally, sale: SaleRecord | undefined, now: number): OperationsSnapshot['queue'] {
  return sale === undefined
    ? { arrivedPeople: null, waitingPeople: null, arrivalsPerSecond: null }
    : queue.people(sale, now);
}

function measured(
  maps: MapMeasures,
  requests: RequestMeasures,
  nowMs: number,
): Pick<OperationsSnapshot, 'holds' | 'http' | 'maps'> {
  const { changes, clicks, sections } = maps.report();
  const { recent, holds } = requests.report(nowMs);
  const decided = holds.ok + holds.refused;
  return {
    holds: {
      ok: holds.ok,
      refused: holds.refused,
      successRate: decided === 0 ? null : holds.ok / decided,
      ghostRate: clicks.seats === 0 ? null : clicks.ghostRate,
      p50Ms: holds.recent.p50Ms,
      p99Ms: holds.recent.p99Ms,
    },
    http: {
      requestsPerSecond: recent.perSecond,
      errorRate: recent.errorRate,
      p50Ms: recent.p50Ms,
      p99Ms: recent.p99Ms,
    },
    maps: {
      cacheHitRate: sections.read === 0 ? null : 1 - sections.loaded / sections.read,
      ageP50Ms: changes.count === 0 ? null : changes.lagMs.p50,
      ageP99Ms: changes.count === 0 ? null : changes.lagMs.p99,
    },
  };
}

/** Distinct sampled people by the second of their first place; the journal keeps one entry of each. */
async function arrivalsAfter(journal: SaleJournal, eventId: string, after: string | null) {
  const bySecond = new Map<number, number>();
  let cursor = after;
  for (;;) {
    const page = await journal.read(eventId, cursor, JOURNAL_PAGE);
    if (page.entries.length === 0) break;
    for (const entry of page.entries) {
      if (entry.kind !== 'minted' || entry.sample !== 'arrivals') continue;
      bySecond.set(entry.iat, (bySecond.get(entry.iat) ?? 0) + 1);
    }
    cursor = page.cursor;
  }
  return { arrivals: [...bySecond].sort(([a], [b]) => a - b), cursor };
}
