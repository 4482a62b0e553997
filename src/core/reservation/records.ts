/** What a buyer sees of a seat. A lock whose time has passed counts as available everywhere: nothing waits for a sweeper. */
export type Availability = 'available' | 'locked' | 'reserved';

/** The changing part of a seat: all that a seat map needs. `ver` grows by 1 with every change; the higher one is the truth. */
export interface SeatState {
  readonly seatId: string;
  readonly availability: Availability;
  /** End of the lock in epoch ms; null unless `availability` is `locked`. The lock has lapsed iff expiresAtMs ≤ now. */
  readonly expiresAtMs: number | null;
  /** Owner of the lock or of the sale; null when available. A lapsed lock keeps its owner's id until somebody else takes the seat. */
  readonly sessionId: string | null;
  readonly ver: number;
}

/** One reservable unit of one event. */
export interface SeatRecord extends SeatState {
  readonly eventId: string;
  readonly sectionId: string;
  readonly tier: string;
  readonly priceMinor: number;
  readonly updatedAtMs: number;
}

/** `expired` is never required to be stored: a session in `reservation` or `checkout` whose time has passed is expired. */
export type SessionState = 'reservation' | 'checkout' | 'finalised' | 'cancelled' | 'expired';

/** What one state-changing call under an Idempotency-Key answered, kept inside the session so that a repeat costs no extra item. */
export interface IdempotencyEntry {
  readonly key: string;
  /** Digest of the request, so that the same key with another request is refused. */
  readonly requestHash: string;
  readonly seatIds: readonly string[];
}

export interface SessionRecord {
  readonly sessionId: string;
  readonly eventId: string;
  readonly userId: string;
  /** Waiting token that opened this session. */
  readonly tokenId: string;
  readonly placeNo: number;
  readonly state: SessionState;
  readonly createdAtMs: number;
  /** Whole seconds, in ms, so that a session pass can carry it as `exp`. Live iff now < expiresAtMs (and the state is reservation or checkout). */
  readonly expiresAtMs: number;
  /** Most seats this session may hold at once. */
  readonly seatLimit: number;
  /** Seats held now (one reservation record each). */
  readonly heldCount: number;
  /** Grows by 1 with every change of what the session holds or of its state. */
  readonly ver: number;
  /** The last 8 idempotency keys, oldest first. */
  readonly idempotency: readonly IdempotencyEntry[];
  readonly paymentId: string | null;
  readonly updatedAtMs: number;
}

/** One user in one event: at most one live session, and how many admissions were used up. */
export interface UserEventRecord {
  readonly userId: string;
  readonly eventId: string;
  readonly liveSessionId: string | null;
  readonly liveUntilMs: number;
  readonly admissions: number;
  /** Given at the first refusal because every place was taken; lets its holder use the places between soft and hard cap, once per slot. */
  readonly waitingPass: WaitingPass | null;
}

export interface WaitingPass {
  readonly sinceMs: number;
  /** Start (epoch s) of the last slot in which the pass was tried. */
  readonly lastSlotStart: number;
}

/** A waiting token that has opened a session: it cannot open another. */
export interface TokenRecord {
  readonly eventId: string;
  readonly tokenId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly registeredAtMs: number;
}

/** Numbered room for one shopper, taken and lapsing like a seat lock. Numbers run from 0 to hardCap − 1; an absent record is a free place. */
export interface PlaceRecord {
  readonly eventId: string;
  readonly placeNo: number;
  readonly sessionId: string;
  /** Taken iff now < untilMs. */
  readonly untilMs: number;
}

/** One held or sold seat of one session; identified by session and seat. Dropped on release. */
export interface ReservationRecord {
  readonly sessionId: string;
  readonly seatId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly state: 'locked' | 'reserved';
  readonly tier: string;
  readonly priceMinor: number;
  readonly createdAtMs: number;
  readonly paymentId: string | null;
}

/**
 * created → approved → settled | refundDue → refunded; or declined | voided.
 * `approved` is the moment between the provider's word and the transaction that gives the seats or owes the money back; `declined`
 * means that every attempt begun was declined (another may follow). Money that comes after `voided` leads on to `refundDue`, and a
 * payment that is `settled` stays so while a second charge is given back.
 */
export type PaymentState =
  | 'created'
  | 'approved'
  | 'settled'
  | 'refundDue'
  | 'refunded'
  | 'declined'
  | 'voided';

/** Money the provider says it took. Each approved charge ends settled (seats given) or refunded, exactly one of them. */
export interface ChargeRecord {
  /** The provider's reference of the attempt that was charged. */
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly state: 'approved' | 'settled' | 'refundDue' | 'refunded';
  readonly atMs: number;
}

/** A seat and its price as they were when checkout began. */
export interface FrozenSeat {
  readonly seatId: string;
  readonly tier: string;
  readonly priceMinor: number;
}

/** The arbiter between money and seats: finalise and refund are conditional on this item, never on time. */
export interface PaymentRecord {
  readonly paymentId: string;
  readonly sessionId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly seats: readonly FrozenSeat[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: PaymentState;
  /** Number of attempts begun (1 after the first). */
  readonly attempts: number;
  /** The provider's references of attempts known to be declined. */
  readonly declines: readonly string[];
  readonly charges: readonly ChargeRecord[];
  readonly createdAtMs: number;
  /** End of the buyer's window: no attempt begins later. The seats stay locked a grace longer, until `expiresAtMs`. */
  readonly payUntilMs: number;
  /** End of the seats' lock as it was set when checkout began. */
  readonly expiresAtMs: number;
  readonly ver: number;
  readonly updatedAtMs: number;
}

/** Work the reconciler must look at no earlier than `dueAtMs`. One per payment, there exactly while the payment is open. */
export interface DueRecord {
  readonly dueAtMs: number;
  readonly paymentId: string;
}

/** Everything fixed about one on-sale, as seeded. Prices live on the seats. */
export interface EventRecord {
  readonly eventId: string;
  readonly name: string;
  readonly venueHash: string;
  readonly currency: string;
  /** Epoch seconds, as in the admission rules. */
  readonly opensAt: number;
  /** Admission rules, fixed once committed (the same numbers stand in the edge's sale record). */
  readonly k: number;
  readonly curve: string;
  readonly slotSeconds: number;
  readonly holdbacks: number;
  readonly seatLimit: number;
  readonly admissionsPerUser: number;
  readonly sessionTtlMs: number;
  readonly payTtlMs: number;
  readonly payGraceMs: number;
  readonly softCap: number;
  readonly hardCap: number;
  readonly seatCount: number;
  readonly createdAtMs: number;
}

/** One committed change, in commit order. Seat changes carry all that a map needs; the others name what changed. */
export type ChangeBody =
  | (SeatState & { readonly kind: 'seat'; readonly eventId: string; readonly sectionId: string })
  | {
      readonly kind: 'session';
      readonly eventId: string;
      readonly sessionId: string;
      readonly state: SessionState;
      readonly ver: number;
      /** The session's end as it was set by then. Absent in logs written before changes told it. */
      readonly expiresAtMs?: number;
    }
  | {
      readonly kind: 'payment';
      readonly eventId: string;
      readonly paymentId: string;
      readonly state: PaymentState;
      readonly ver: number;
      /** The payment as it was by then, so that whoever delivers tickets need not ask. Absent in logs written before changes told it. */
      readonly record?: PaymentRecord;
    }
  /** The event is new, or what it is called has changed. */
  | {
      readonly kind: 'event';
      readonly eventId: string;
      readonly name: string;
      readonly venueHash: string;
    };

export interface Change {
  /** Position in the log, from 1; contiguous in the embedded stores. */
  readonly seq: number;
  readonly atMs: number;
  readonly body: ChangeBody;
}
