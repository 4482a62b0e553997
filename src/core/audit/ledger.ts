import type {
  DueRecord,
  EventRecord,
  PaymentRecord,
  PlaceRecord,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  StoredItem,
  TokenRecord,
  UserEventRecord,
} from '../reservation/index.ts';

/** The whole store, arranged so that each record finds those it must agree with. */
export class Ledger {
  readonly events = new Map<string, EventRecord>();
  readonly seats = new Map<string, SeatRecord>();
  readonly sessions = new Map<string, SessionRecord>();
  readonly reservations: ReservationRecord[] = [];
  readonly userEvents = new Map<string, UserEventRecord>();
  readonly tokens = new Map<string, TokenRecord>();
  readonly places: PlaceRecord[] = [];
  readonly payments = new Map<string, PaymentRecord>();
  readonly dues = new Map<string, DueRecord>();
  readonly #bySeat = new Map<string, ReservationRecord[]>();
  readonly #bySession = new Map<string, ReservationRecord[]>();

  add(item: StoredItem): void {
    switch (item.type) {
      case 'event':
        this.events.set(item.record.eventId, item.record);
        break;
      case 'seat':
        this.seats.set(pair(item.record.eventId, item.record.seatId), item.record);
        break;
      case 'session':
        this.sessions.set(item.record.sessionId, item.record);
        break;
      case 'reservation':
        this.reservations.push(item.record);
        append(this.#bySeat, pair(item.record.eventId, item.record.seatId), item.record);
        append(this.#bySession, item.record.sessionId, item.record);
        break;
      case 'userEvent':
        this.userEvents.set(pair(item.record.userId, item.record.eventId), item.record);
        break;
      case 'token':
        this.tokens.set(pair(item.record.eventId, item.record.tokenId), item.record);
        break;
      case 'place':
        this.places.push(item.record);
        break;
      case 'payment':
        this.payments.set(item.record.paymentId, item.record);
        break;
      case 'due':
        this.dues.set(item.record.paymentId, item.record);
        break;
    }
  }

  *items(): Iterable<StoredItem> {
    for (const record of this.events.values()) yield { type: 'event', record };
    for (const record of this.seats.values()) yield { type: 'seat', record };
    for (const record of this.sessions.values()) yield { type: 'session', record };
    for (const record of this.reservations) yield { type: 'reservation', record };
    for (const record of this.userEvents.values()) yield { type: 'userEvent', record };
    for (const record of this.tokens.values()) yield { type: 'token', record };
    for (const record of this.places) yield { type: 'place', record };
    for (const record of this.payments.values()) yield { type: 'payment', record };
    for (const record of this.dues.values()) yield { type: 'due', record };
  }

  seat(eventId: string, seatId: string): SeatRecord | undefined {
    return this.seats.get(pair(eventId, seatId));
  }
  userEvent(userId: string, eventId: string): UserEventRecord | undefined {
    return this.userEvents.get(pair(userId, eventId));
  }
  token(eventId: string, tokenId: string): TokenRecord | undefined {
    return this.tokens.get(pair(eventId, tokenId));
  }
  reservationsOfSeat(eventId: string, seatId: string): readonly ReservationRecord[] {
    return this.#bySeat.get(pair(eventId, seatId)) ?? [];
  }
  reservationsOf(sessionId: string): readonly ReservationRecord[] {
    return this.#bySession.get(sessionId) ?? [];
  }
  /** The payment a session names, if it is that session's own. */
  paymentOf(session: SessionRecord): PaymentRecord | undefined {
    const payment = session.paymentId === null ? undefined : this.payments.get(session.paymentId);
    return payment?.sessionId === session.sessionId ? payment : undefined;
  }
}

/** Ids hold no control characters. */
export function pair(first: string, second: string): string {
  return `${first}\n${second}`;
}

export function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
