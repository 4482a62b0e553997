import type {
  ChangeBody,
  Decision,
  DueRecord,
  EventRecord,
  PaymentRecord,
  PlaceRecord,
  RecordReader,
  RemovedItem,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  StoredItem,
  TokenRecord,
  UserEventRecord,
} from '../../../src/core/reservation/index.ts';

/** Records in maps, and decisions applied to them: the least a store can be, to try rules on. */
export class RecordsWorld implements RecordReader {
  readonly seats = new Map<string, SeatRecord>();
  readonly sessions = new Map<string, SessionRecord>();
  readonly reservations = new Map<string, ReservationRecord>();
  readonly users = new Map<string, UserEventRecord>();
  readonly tokens = new Map<string, TokenRecord>();
  readonly places = new Map<number, PlaceRecord>();
  readonly payments = new Map<string, PaymentRecord>();
  readonly dues = new Map<string, DueRecord>();
  readonly changes: ChangeBody[] = [];
  readonly event: EventRecord;

  constructor(event: EventRecord, seats: readonly SeatRecord[]) {
    this.event = event;
    for (const seat of seats) this.seats.set(seat.seatId, seat);
  }

  seat(_eventId: string, seatId: string) {
    return this.seats.get(seatId);
  }
  session(sessionId: string) {
    return this.sessions.get(sessionId);
  }
  userEvent(userId: string) {
    return this.users.get(userId);
  }
  token(_eventId: string, tokenId: string) {
    return this.tokens.get(tokenId);
  }
  place(_eventId: string, placeNo: number) {
    return this.places.get(placeNo);
  }
  reservation(sessionId: string, seatId: string) {
    return this.reservations.get(`${sessionId}/${seatId}`);
  }
  reservationsOf(sessionId: string) {
    return [...this.reservations.values()]
      .filter((reservation) => reservation.sessionId === sessionId)
      .sort((a, b) => (a.seatId < b.seatId ? -1 : 1));
  }
  payment(paymentId: string) {
    return this.payments.get(paymentId);
  }
  due(paymentId: string) {
    return this.dues.get(paymentId);
  }

  apply<Outcome>(decision: Decision<Outcome>): Outcome {
    for (const item of decision.puts) this.#put(item);
    for (const item of decision.removes) this.#remove(item);
    this.changes.push(...decision.changes);
    return decision.outcome;
  }

  *items(): Iterable<StoredItem> {
    yield { type: 'event', record: this.event };
    for (const record of this.seats.values()) yield { type: 'seat', record };
    for (const record of this.sessions.values()) yield { type: 'session', record };
    for (const record of this.reservations.values()) yield { type: 'reservation', record };
    for (const record of this.users.values()) yield { type: 'userEvent', record };
    for (const record of this.tokens.values()) yield { type: 'token', record };
    for (const record of this.places.values()) yield { type: 'place', record };
    for (const record of this.payments.values()) yield { type: 'payment', record };
    for (const record of this.dues.values()) yield { type: 'due', record };
  }

  #put(item: StoredItem): void {
    switch (item.type) {
      case 'seat':
        this.seats.set(item.record.seatId, item.record);
        break;
      case 'session':
        this.sessions.set(item.record.sessionId, item.record);
        break;
      case 'reservation':
        this.reservations.set(`${item.record.sessionId}/${item.record.seatId}`, item.record);
        break;
      case 'userEvent':
        this.users.set(item.record.userId, item.record);
        break;
      case 'token':
        this.tokens.set(item.record.tokenId, item.record);
        break;
      case 'place':
        this.places.set(item.record.placeNo, item.record);
        break;
      case 'payment':
        this.payments.set(item.record.paymentId, item.record);
        break;
      case 'due':
        this.dues.set(item.record.paymentId, item.record);
        break;
      case 'event':
        throw new Error('rules never put events');
    }
  }

  #remove(item: RemovedItem): void {
    switch (item.type) {
      case 'reservation':
        this.reservations.delete(`${item.sessionId}/${item.seatId}`);
        break;
      case 'place':
        this.places.delete(item.placeNo);
        break;
      case 'due':
        this.dues.delete(item.paymentId);
        break;
    }
  }
}
