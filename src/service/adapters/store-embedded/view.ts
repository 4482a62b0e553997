import type {
  Change,
  ChangeBody,
  DueRecord,
  EventRecord,
  PaymentRecord,
  PlaceRecord,
  RecordReader,
  RemovedItem,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  TokenRecord,
  UserEventRecord,
} from '../../../core/reservation/index.ts';
import type { KeptItem } from './engine.ts';
import { EVERYTHING, keyOf, ordinal, sectionRange, under } from './keys.ts';
import type { Tables } from './table.ts';

/** Log entries dropped at once, so that no transaction grows long. */
const PRUNED_AT_ONCE = 5_000;

export interface ViewOptions {
  /** Changes kept when no consumer moves on. */
  readonly changesMax: number;
}

/** The tables as records: what a decision reads and what it writes. */
export class View implements RecordReader {
  readonly #tables: Tables;
  readonly #changesMax: number;
  #lastSeq = 0;

  constructor(tables: Tables, options: ViewOptions) {
    this.#tables = tables;
    this.#changesMax = options.changesMax;
  }

  /** To be called at the start of each writing transaction: another process may have written since the last one. */
  begin(): void {
    this.#lastSeq = this.lastSeq();
    this.#prune(this.#lastSeq - this.#changesMax);
  }

  seat(eventId: string, seatId: string): SeatRecord | undefined {
    return this.#tables.seats.get(keyOf(eventId, seatId));
  }
  session(sessionId: string): SessionRecord | undefined {
    return this.#tables.sessions.get(keyOf(sessionId));
  }
  userEvent(userId: string, eventId: string): UserEventRecord | undefined {
    return this.#tables.userEvents.get(keyOf(userId, eventId));
  }
  token(eventId: string, tokenId: string): TokenRecord | undefined {
    return this.#tables.tokens.get(keyOf(eventId, tokenId));
  }
  place(eventId: string, placeNo: number): PlaceRecord | undefined {
    return this.#tables.places.get(keyOf(eventId, ordinal(placeNo)));
  }
  reservation(sessionId: string, seatId: string): ReservationRecord | undefined {
    return this.#tables.reservations.get(keyOf(sessionId, seatId));
  }
  reservationsOf(sessionId: string): ReservationRecord[] {
    const { from, to } = under(keyOf(sessionId));
    return [...this.#tables.reservations.range(from, to)];
  }
  payment(paymentId: string): PaymentRecord | undefined {
    return this.#tables.payments.get(keyOf(paymentId));
  }
  due(paymentId: string): DueRecord | undefined {
    return this.#tables.dues.get(keyOf(paymentId));
  }

  event(eventId: string): EventRecord | undefined {
    return this.#tables.events.get(keyOf(eventId));
  }
  events(): EventRecord[] {
    return [...this.#tables.events.range(EVERYTHING.from, EVERYTHING.to)];
  }
  venue(venueHash: string): string | undefined {
    return this.#tables.venues.get(keyOf(venueHash));
  }
  section(eventId: string, sectionId: string): Iterable<SeatRecord> {
    const { from, to } = sectionRange(eventId, sectionId);
    return this.#tables.seats.range(from, to);
  }
  sessionsOf(userId: string, eventId: string): SessionRecord[] {
    const { from, to } = under(keyOf(userId, eventId));
    const ids = [...this.#tables.sessionsOfUsers.range(from, to)];
    return ids.map((id) => this.session(id)).filter((session) => session !== undefined);
  }
  placesOf(eventId: string): Iterable<PlaceRecord> {
    const { from, to } = under(keyOf(eventId));
    return this.#tables.places.range(from, to);
  }
  dueBy(nowMs: number, limit: number): DueRecord[] {
    return [...this.#tables.dueQueue.range('', ordinal(nowMs + 1), limit)];
  }
  changesAfter(afterSeq: number, limit: number): Change[] {
    const changes: Change[] = [];
    for (const entry of this.#tables.changes.range(ordinal(afterSeq + 1), EVERYTHING.to)) {
      for (const [index, body] of entry.bodies.entries()) {
        const seq = entry.firstSeq + index;
        if (changes.length === limit) return changes;
        if (seq > afterSeq) changes.push({ seq, atMs: entry.atMs, body });
      }
    }
    return changes;
  }
  lastSeq(): number {
    return Number(this.#tables.changes.lastKey() ?? 0);
  }
  cursor(consumer: string): number {
    return this.#tables.cursors.get(keyOf(consumer)) ?? 0;
  }

  put(item: KeptItem): void {
    const tables = this.#tables;
    switch (item.type) {
      case 'event':
        tables.events.put(keyOf(item.record.eventId), item.record);
        break;
      case 'venue':
        tables.venues.put(keyOf(item.venueHash), item.json);
        break;
      case 'seat':
        tables.seats.put(keyOf(item.record.eventId, item.record.seatId), item.record);
        break;
      case 'session':
        tables.sessions.put(keyOf(item.record.sessionId), item.record);
        break;
      case 'reservation':
        tables.reservations.put(keyOf(item.record.sessionId, item.record.seatId), item.record);
        break;
      case 'userEvent':
        tables.userEvents.put(keyOf(item.record.userId, item.record.eventId), item.record);
        break;
      case 'token':
        this.#putToken(item.record);
        break;
      case 'place':
        tables.places.put(keyOf(item.record.eventId, ordinal(item.record.placeNo)), item.record);
        break;
      case 'payment':
        tables.payments.put(keyOf(item.record.paymentId), item.record);
        break;
      case 'due':
        this.#putDue(item.record);
        break;
      case 'cursor':
        tables.cursors.put(keyOf(item.consumer), item.seq);
        this.#prune(Math.min(...tables.cursors.range(EVERYTHING.from, EVERYTHING.to)));
        break;
    }
  }

  remove(item: RemovedItem): void {
    const tables = this.#tables;
    switch (item.type) {
      case 'reservation':
        tables.reservations.remove(keyOf(item.sessionId, item.seatId));
        break;
      case 'place':
        tables.places.remove(keyOf(item.eventId, ordinal(item.placeNo)));
        break;
      case 'due':
        this.#removeDue(item.paymentId);
        break;
    }
  }

  /** Adds the changes of one command to the log. */
  log(atMs: number, bodies: readonly ChangeBody[]): void {
    const firstSeq = this.#lastSeq + 1;
    this.#lastSeq += bodies.length;
    this.#tables.changes.put(ordinal(this.#lastSeq), { atMs, firstSeq, bodies });
  }

  #putToken(record: TokenRecord): void {
    const { userId, eventId, tokenId, sessionId } = record;
    this.#tables.tokens.put(keyOf(eventId, tokenId), record);
    this.#tables.sessionsOfUsers.put(keyOf(userId, eventId, sessionId), sessionId);
  }

  #putDue(record: DueRecord): void {
    this.#removeDue(record.paymentId);
    this.#tables.dues.put(keyOf(record.paymentId), record);
    this.#tables.dueQueue.put(keyOf(ordinal(record.dueAtMs), record.paymentId), record);
  }

  #removeDue(paymentId: string): void {
    const known = this.due(paymentId);
    if (known === undefined) return;
    this.#tables.dues.remove(keyOf(paymentId));
    this.#tables.dueQueue.remove(keyOf(ordinal(known.dueAtMs), paymentId));
  }

  /** Drops log entries up to `seq`, a bounded number at a time; the newest stays, since numbering goes on from it. */
  #prune(seq: number): void {
    if (seq <= 0) return;
    const below = Math.min(seq + 1, this.#lastSeq);
    for (const key of this.#tables.changes.keysBelow(ordinal(below), PRUNED_AT_ONCE)) {
      this.#tables.changes.remove(key);
    }
  }
}
