import type { StoredItem } from '../reservation/index.ts';
import { checkEffects, checkMoney, type Money } from './check-effects.ts';
import { type FinalStore, finalStore, type SessionHistory, seatEvents, sessionsOf } from './collect.ts';
import { type Contradiction, seatContradiction } from './findings.ts';
import { linearise } from './linearise.ts';
import type { History } from './parse.ts';

export interface HistoryCheckOptions {
  /** Epoch ms at which the items of the store were read. */
  readonly nowMs: number;
  /** By how much the clock of the target may differ from the history's. */
  readonly clockErrorMs: number;
}

export interface HistoryReport {
  readonly ok: boolean;
  readonly run: string;
  readonly operations: number;
  readonly unknown: number;
  readonly sessions: number;
  /** Seats whose histories were put in order. */
  readonly seats: number;
  /** Seats with too many possible orders to try; they are neither right nor wrong. */
  readonly undecided: readonly string[];
  /** Why refusals could not be judged; null when they were. */
  readonly refusalsNotJudged: string | null;
  readonly money: Money;
  readonly contradictions: readonly Contradiction[];
}

/**
 * Checks what buyers were told in a run against each other and against what the store holds in the end: every seat a register with expiry
 * that some order of the operations explains, every acknowledged effect there, every refused one not, no money lost.
 */
export async function checkHistory(
  history: History,
  items: AsyncIterable<StoredItem> | Iterable<StoredItem>,
  { nowMs, clockErrorMs }: HistoryCheckOptions,
): Promise<HistoryReport> {
  const store = await finalStore(items, history.run.eventId);
  const sessions = sessionsOf(history);
  const refusalsNotJudged = openWorld(history, sessions, store);
  const events = seatEvents(sessions, ownSeats(store, sessions), {
    nowMs,
    refusalsCount: refusalsNotJudged === null,
  });
  const contradictions: Contradiction[] = [];
  const undecided: string[] = [];
  for (const [seatId, ofSeat] of events) {
    const verdict = linearise(ofSeat, clockErrorMs);
    if (verdict.kind === 'impossible') contradictions.push(seatContradiction(seatId, verdict, ofSeat));
    if (verdict.kind === 'undecided') undecided.push(seatId);
  }
  const { money, found } = checkMoney(sessions, store);
  contradictions.push(...checkEffects(sessions, store), ...found);
  return {
    ok: contradictions.length === 0,
    run: history.run.run,
    operations: history.operations.length,
    unknown: history.operations.filter(({ outcome }) => outcome === 'unknown').length,
    sessions: sessions.size,
    seats: events.size,
    undecided,
    refusalsNotJudged,
    money,
    contradictions,
  };
}

/** A refusal is explained by somebody else's hold; where holds may be missing from the history, it cannot be judged. */
function openWorld(
  { run, operations }: History,
  sessions: ReadonlyMap<string, SessionHistory>,
  store: FinalStore,
): string | null {
  if (run.seats.available < run.seats.total) return 'not every seat was free when the run began';
  const lastMs = operations.reduce((latest, { startMs, endMs }) => Math.max(latest, endMs ?? startMs), 0);
  const strangers = new Set(
    store.reservations
      .map(({ sessionId }) => sessionId)
      .filter((id) => !sessions.has(id) && (store.sessions.get(id)?.createdAtMs ?? 0) <= lastMs),
  );
  if (strangers.size > 0) return `${strangers.size} sessions that are not in the history hold or held seats`;
  const wild = [...sessions.values()].filter(({ isWild }) => isWild).length;
  return wild > 0 ? `${wild} requests for whatever is free were not answered` : null;
}

/** The store without the seats of others: what they did is not in the history. */
function ownSeats(store: FinalStore, sessions: ReadonlyMap<string, SessionHistory>): FinalStore {
  const seats = [...store.seats].filter(([, { sessionId }]) => sessionId === null || sessions.has(sessionId));
  return seats.length === store.seats.size ? store : { ...store, seats: new Map(seats) };
}
