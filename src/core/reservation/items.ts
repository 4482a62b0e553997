import type {
  DueRecord,
  EventRecord,
  PaymentRecord,
  PlaceRecord,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  TokenRecord,
  UserEventRecord,
} from './records.ts';

/** One stored item: what decisions put, what stores keep and what the audit meets. */
export type StoredItem =
  | { readonly type: 'event'; readonly record: EventRecord }
  | { readonly type: 'seat'; readonly record: SeatRecord }
  | { readonly type: 'session'; readonly record: SessionRecord }
  | { readonly type: 'reservation'; readonly record: ReservationRecord }
  | { readonly type: 'userEvent'; readonly record: UserEventRecord }
  | { readonly type: 'token'; readonly record: TokenRecord }
  | { readonly type: 'place'; readonly record: PlaceRecord }
  | { readonly type: 'payment'; readonly record: PaymentRecord }
  | { readonly type: 'due'; readonly record: DueRecord };

/** The items a decision may remove, by key. Seats, sessions, tokens and payments are never removed. */
export type RemovedItem =
  | { readonly type: 'reservation'; readonly sessionId: string; readonly seatId: string }
  | { readonly type: 'place'; readonly eventId: string; readonly placeNo: number }
  | { readonly type: 'due'; readonly paymentId: string };

/** Keyed access to the records a decision needs, all as of one moment. */
export interface RecordReader {
  seat(eventId: string, seatId: string): SeatRecord | undefined;
  session(sessionId: string): SessionRecord | undefined;
  userEvent(userId: string, eventId: string): UserEventRecord | undefined;
  token(eventId: string, tokenId: string): TokenRecord | undefined;
  place(eventId: string, placeNo: number): PlaceRecord | undefined;
  reservation(sessionId: string, seatId: string): ReservationRecord | undefined;
  /** In seat-id order. */
  reservationsOf(sessionId: string): readonly ReservationRecord[];
  payment(paymentId: string): PaymentRecord | undefined;
  due(paymentId: string): DueRecord | undefined;
}
