import type { RemovedItem, StoredItem } from './items.ts';
import type {
  ChangeBody,
  DueRecord,
  PaymentRecord,
  PlaceRecord,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  TokenRecord,
  UserEventRecord,
} from './records.ts';

/**
 * What a rule decided: the answer, and the writes that make it true. Nothing is written while deciding, so a rule that throws leaves
 * nothing behind; the store applies all writes in one atomic step, or none.
 */
export interface Decision<Outcome> {
  readonly outcome: Outcome;
  readonly puts: readonly StoredItem[];
  readonly removes: readonly RemovedItem[];
  /** For the change log, in the order in which they happened. */
  readonly changes: readonly ChangeBody[];
}

const NOTHING: readonly never[] = Object.freeze([]);

/** A decision that writes nothing. */
export function answer<Outcome>(outcome: Outcome): Decision<Outcome> {
  return { outcome, puts: NOTHING, removes: NOTHING, changes: NOTHING };
}

/** Collects the writes of one decision; a change is logged with the put that causes it, so that none can be forgotten. */
export class Draft {
  readonly #puts: StoredItem[] = [];
  readonly #removes: RemovedItem[] = [];
  readonly #changes: ChangeBody[] = [];

  seat(record: SeatRecord): void {
    this.#puts.push({ type: 'seat', record });
    this.#changes.push({
      kind: 'seat',
      eventId: record.eventId,
      sectionId: record.sectionId,
      seatId: record.seatId,
      availability: record.availability,
      expiresAtMs: record.expiresAtMs,
      sessionId: record.sessionId,
      ver: record.ver,
    });
  }

  /** A put that leaves `ver` alone (it only remembers an idempotency key) is nobody else's news and makes no change. */
  session(record: SessionRecord, before: SessionRecord | null): void {
    this.#puts.push({ type: 'session', record });
    if (before !== null && before.ver === record.ver) return;
    const { eventId, sessionId, state, ver, expiresAtMs } = record;
    this.#changes.push({ kind: 'session', eventId, sessionId, state, ver, expiresAtMs });
  }

  payment(record: PaymentRecord): void {
    this.#puts.push({ type: 'payment', record });
    const { eventId, paymentId, state, ver } = record;
    this.#changes.push({ kind: 'payment', eventId, paymentId, state, ver, record });
  }

  reservation(record: ReservationRecord): void {
    this.#puts.push({ type: 'reservation', record });
  }

  userEvent(record: UserEventRecord): void {
    this.#puts.push({ type: 'userEvent', record });
  }

  token(record: TokenRecord): void {
    this.#puts.push({ type: 'token', record });
  }

  place(record: PlaceRecord): void {
    this.#puts.push({ type: 'place', record });
  }

  due(record: DueRecord): void {
    this.#puts.push({ type: 'due', record });
  }

  remove(item: RemovedItem): void {
    this.#removes.push(item);
  }

  decide<Outcome>(outcome: Outcome): Decision<Outcome> {
    return { outcome, puts: this.#puts, removes: this.#removes, changes: this.#changes };
  }
}
