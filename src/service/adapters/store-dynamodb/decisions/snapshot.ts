import type {
  DueRecord,
  PaymentRecord,
  PlaceRecord,
  RecordReader,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  TokenRecord,
  UserEventRecord,
} from '../../../../core/reservation/index.ts';
import {
  dueOf,
  type Item,
  nameOf,
  paymentOf,
  placeOf,
  type Ref,
  reservationOf,
  type StoredSession,
  type StoredUserEvent,
  seatOf,
  sessionOf,
  tokenOf,
  userEventOf,
} from '../items/index.ts';
import type { ItemsByName } from './read-together.ts';

/** A rule asked for a record that has not been read yet. Caught where rules are run, and nowhere else. */
export class NotYetRead extends Error {
  readonly ref: Ref;

  constructor(ref: Ref) {
    super(`${ref.type} has not been read`);
    this.ref = ref;
  }
}

/** The records read so far. A rule that asks for another one is stopped, and run again when that has been read. */
export class Snapshot implements RecordReader {
  readonly #items = new Map<string, Item | undefined>();
  readonly #askedFor = new Map<string, Ref>();

  /** @param fresh records whose ids were made for this command: they cannot be stored yet, and the write will hold DynamoDB to that */
  constructor(fresh: readonly Ref[] = []) {
    for (const ref of fresh) this.#items.set(nameOf(ref), undefined);
  }

  add(items: ItemsByName): void {
    for (const [name, item] of items) this.#items.set(name, item);
  }

  has(ref: Ref): boolean {
    return this.#items.has(nameOf(ref));
  }

  /** The record's item as it is stored; undefined when it is not. */
  item(ref: Ref): Item | undefined {
    const name = nameOf(ref);
    if (!this.#items.has(name)) throw new NotYetRead(ref);
    this.#askedFor.set(name, ref);
    return this.#items.get(name);
  }

  /** Whether the record played a part in the decision. */
  wasAskedFor(ref: Ref): boolean {
    return this.#askedFor.has(nameOf(ref));
  }

  /** The records that played a part in the decision. */
  askedFor(): readonly Ref[] {
    return [...this.#askedFor.values()];
  }

  /** Called before a rule is run: from now on it is noted what is asked for. */
  beginDecision(): void {
    this.#askedFor.clear();
  }

  storedSession(sessionId: string): StoredSession | undefined {
    return decoded(this.item({ type: 'session', sessionId }), sessionOf);
  }

  storedUserEvent(userId: string, eventId: string): StoredUserEvent | undefined {
    return decoded(this.item({ type: 'userEvent', userId, eventId }), userEventOf);
  }

  seat(eventId: string, seatId: string): SeatRecord | undefined {
    return decoded(this.item({ type: 'seat', eventId, seatId }), seatOf);
  }

  session(sessionId: string): SessionRecord | undefined {
    return this.storedSession(sessionId)?.record;
  }

  userEvent(userId: string, eventId: string): UserEventRecord | undefined {
    return this.storedUserEvent(userId, eventId)?.record;
  }

  token(eventId: string, tokenId: string): TokenRecord | undefined {
    return decoded(this.item({ type: 'token', eventId, tokenId }), tokenOf);
  }

  place(eventId: string, placeNo: number): PlaceRecord | undefined {
    return decoded(this.item({ type: 'place', eventId, placeNo }), placeOf);
  }

  reservation(sessionId: string, seatId: string): ReservationRecord | undefined {
    return decoded(this.item({ type: 'reservation', sessionId, seatId }), reservationOf);
  }

  /** The session item names its reservations; every one of them is changed only together with it. */
  reservationsOf(sessionId: string): readonly ReservationRecord[] {
    const seatIds = [...(this.storedSession(sessionId)?.seatsHeld ?? [])].sort();
    return seatIds.flatMap((seatId) => this.reservation(sessionId, seatId) ?? []);
  }

  payment(paymentId: string): PaymentRecord | undefined {
    return decoded(this.item({ type: 'payment', paymentId }), paymentOf);
  }

  due(paymentId: string): DueRecord | undefined {
    return decoded(this.item({ type: 'due', paymentId }), dueOf);
  }
}

function decoded<Record>(item: Item | undefined, decode: (item: Item) => Record): Record | undefined {
  return item === undefined ? undefined : decode(item);
}
