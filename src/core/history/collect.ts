import type {
  PaymentRecord,
  ReservationRecord,
  SeatState,
  SessionRecord,
  StoredItem,
} from '../reservation/index.ts';
import type { History, RecordedOperation } from './parse.ts';
import type { Action, SeatEvent } from './register.ts';

/** What the store holds of the event in the end. */
export interface FinalStore {
  readonly seats: ReadonlyMap<string, SeatState>;
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  readonly payments: ReadonlyMap<string, PaymentRecord>;
  readonly reservations: readonly ReservationRecord[];
}

export async function finalStore(
  items: AsyncIterable<StoredItem> | Iterable<StoredItem>,
  eventId: string,
): Promise<FinalStore> {
  const seats = new Map<string, SeatState>();
  const sessions = new Map<string, SessionRecord>();
  const payments = new Map<string, PaymentRecord>();
  const reservations: ReservationRecord[] = [];
  for await (const item of items) {
    if (item.type === 'due' || item.record.eventId !== eventId) continue;
    if (item.type === 'seat') seats.set(item.record.seatId, item.record);
    if (item.type === 'session') sessions.set(item.record.sessionId, item.record);
    if (item.type === 'payment') payments.set(item.record.paymentId, item.record);
    if (item.type === 'reservation') reservations.push(item.record);
  }
  return { seats, sessions, payments, reservations };
}

/** Everything one session did, in the order of its buyer. */
export interface SessionHistory {
  readonly session: string;
  readonly operations: RecordedOperation[];
  /** Seats it was told to hold, or may hold without having been told. */
  readonly seats: Set<string>;
  /** It asked for whatever is free and was not answered: it may hold any seat. */
  isWild: boolean;
}

export function sessionsOf({ operations }: History): Map<string, SessionHistory> {
  const sessions = new Map<string, SessionHistory>();
  const sorted = [...operations].sort((a, b) => a.startMs - b.startMs);
  for (const operation of sorted) {
    const { op, outcome, session, seats = [] } = operation;
    if (session === undefined) continue;
    const known = sessions.get(session) ?? {
      session,
      operations: [],
      seats: new Set<string>(),
      isWild: false,
    };
    sessions.set(session, known);
    known.operations.push(operation);
    if (op === 'autoHold' && outcome === 'unknown') known.isWild = true;
    if ((op === 'hold' || op === 'autoHold') && outcome !== 'refused')
      for (const seat of seats) known.seats.add(seat);
  }
  return sessions;
}

/** The history of every seat that anybody did something to, and what the store holds of it in the end. */
export function seatEvents(
  sessions: ReadonlyMap<string, SessionHistory>,
  store: FinalStore,
  options: { readonly nowMs: number; readonly refusalsCount: boolean },
): Map<string, SeatEvent[]> {
  const bySeat = new Map<string, SeatEvent[]>();
  const add = (seatId: string, event: SeatEvent) => {
    const events = bySeat.get(seatId);
    if (events === undefined) bySeat.set(seatId, [event]);
    else events.push(event);
  };
  for (const session of sessions.values()) addSession(session, store, options.refusalsCount, add);
  for (const [seatId, seat] of store.seats) {
    if (seat.availability === 'available' && !bySeat.has(seatId)) continue;
    const { nowMs } = options;
    add(seatId, {
      action: { kind: 'stored', seat },
      startMs: nowMs,
      endMs: nowMs,
      isOptional: false,
      line: 0,
    });
  }
  return bySeat;
}

type Add = (seatId: string, event: SeatEvent) => void;

function addSession(history: SessionHistory, store: FinalStore, refusalsCount: boolean, add: Add): void {
  const { session, operations } = history;
  const isPaid = operations.some(isSettled) || isSoldIn(store, session);
  const mayEnd = !isPaid;
  // Until checkout prolongs them, all locks of a session end with it, told or not.
  const endsMs =
    operations.find(({ op, untilMs }) => op !== 'checkout' && untilMs !== undefined)?.untilMs ?? null;
  if (history.isWild) addWildHolds(history, store, add);
  for (const operation of operations) {
    const { op, outcome, seats = [], untilMs = endsMs } = operation;
    const event = (action: Action): SeatEvent => eventOf(operation, action);
    switch (op) {
      case 'hold':
      case 'autoHold':
        if (outcome !== 'refused')
          for (const seat of seats) add(seat, event({ kind: 'hold', session, untilMs }));
        else if (refusalsCount)
          for (const seat of operation.taken ?? []) add(seat, event({ kind: 'refused', session }));
        break;
      case 'release':
        if (outcome !== 'refused') for (const seat of seats) add(seat, event({ kind: 'giveBack', session }));
        break;
      case 'cancel':
        if (outcome !== 'refused')
          for (const seat of history.seats) add(seat, event({ kind: 'giveBack', session }));
        break;
      case 'checkout':
        if (outcome === 'ok') addCheckout(history, operation, mayEnd, add);
        if (outcome === 'unknown')
          for (const seat of history.seats)
            add(seat, event({ kind: 'prolong', session, untilMs: null, mayEnd }));
    }
  }
  addSales(history, store, add);
}

/** Checkout freezes what the session has: those seats are prolonged, and of no other it has a lock. */
function addCheckout(history: SessionHistory, operation: RecordedOperation, mayEnd: boolean, add: Add): void {
  const { session } = history;
  const { seats = [], untilMs = null } = operation;
  const frozen = new Set(seats);
  for (const seat of frozen) add(seat, eventOf(operation, { kind: 'prolong', session, untilMs, mayEnd }));
  for (const seat of history.seats)
    if (!frozen.has(seat)) add(seat, eventOf(operation, { kind: 'absent', session }));
}

/** A payment that was seen as settled sold its seats before; one that nobody saw the end of may have sold them. */
function addSales({ session, operations, seats }: SessionHistory, store: FinalStore, add: Add): void {
  const payments = new Set(operations.flatMap(({ payment }) => payment ?? []));
  for (const payment of payments) {
    const about = operations.filter((operation) => operation.payment === payment);
    const startMs = Math.min(...about.map((operation) => operation.startMs));
    const seen = about.find(isSettled);
    const frozen = about.find((operation) => operation.seats !== undefined)?.seats ?? [];
    for (const seat of seen?.seats ?? frozen)
      add(seat, {
        action: { kind: 'sell', session, payment },
        startMs,
        endMs: seen?.endMs ?? Number.POSITIVE_INFINITY,
        isOptional: seen === undefined,
        line: seen?.line ?? about[0]?.line ?? 0,
      });
  }
  const unknown = operations.find(({ op, outcome }) => op === 'checkout' && outcome === 'unknown');
  if (unknown === undefined || payments.size > 0 || !isSoldIn(store, session)) return;
  for (const seat of seats) add(seat, eventOf(unknown, { kind: 'sell', session, payment: '' }));
}

/** A session that may hold anything may hold what the store says it held. */
function addWildHolds({ session, operations, seats }: SessionHistory, store: FinalStore, add: Add): void {
  const wild = operations.find(({ op, outcome }) => op === 'autoHold' && outcome === 'unknown');
  const shown = [
    ...store.reservations.filter(({ sessionId }) => sessionId === session).map(({ seatId }) => seatId),
    ...operations
      .filter(({ op }) => op === 'checkout' || op === 'release')
      .flatMap((each) => each.seats ?? []),
  ];
  for (const seat of new Set(shown)) {
    if (wild === undefined || seats.has(seat)) continue;
    seats.add(seat);
    add(seat, eventOf(wild, { kind: 'hold', session, untilMs: null }));
  }
}

function eventOf({ startMs, endMs, outcome, line }: RecordedOperation, action: Action): SeatEvent {
  return {
    action,
    startMs,
    endMs: endMs ?? Number.POSITIVE_INFINITY,
    isOptional: outcome === 'unknown',
    line,
  };
}

export function isSettled({ op, outcome, state }: RecordedOperation): boolean {
  return (op === 'payment' || op === 'payAgain') && outcome === 'ok' && state === 'settled';
}

function isSoldIn(store: FinalStore, session: string): boolean {
  return store.sessions.get(session)?.state === 'finalised';
}
