import type {
  RecordReader,
  ReservationRecord,
  SeatRecord,
  SessionClaim,
  SessionRecord,
} from '../../../../core/reservation/index.ts';
import type { StoredSession } from '../items/index.ts';

/** What one seat is taken to be, for as long as DynamoDB has not shown it. */
export interface AssumedSeat {
  readonly seat: SeatRecord;
  readonly reservation: ReservationRecord | undefined;
}

/**
 * What is taken to be so while a command on seats is decided without reading first: what was remembered or assumed, corrected by what
 * DynamoDB showed of the items whose conditions failed. The rules decide on it, and the transaction's conditions test all that is only
 * assumed.
 */
export class Evidence implements RecordReader {
  readonly claim: SessionClaim;
  readonly #assume: (seatId: string, isHeld: boolean | undefined) => AssumedSeat;
  readonly #seats = new Map<string, SeatRecord | undefined>();
  readonly #reservations = new Map<string, ReservationRecord | undefined>();
  #session: StoredSession | 'assumed' | undefined;
  #isConfirmed = false;

  /**
   * @param remembered the session as this process last saw it
   * @param assume what a seat is taken to be; `isHeld` tells whether the session has it, undefined when the session is not known
   */
  constructor(
    claim: SessionClaim,
    remembered: StoredSession | undefined,
    assume: (seatId: string, isHeld: boolean | undefined) => AssumedSeat,
  ) {
    this.claim = claim;
    this.#session = remembered ?? 'assumed';
    this.#assume = assume;
  }

  /** The session with its revision, if more is known of it than the pass says. */
  get knownSession(): StoredSession | undefined {
    return this.#session === 'assumed' ? undefined : this.#session;
  }

  /** Only what the pass says is known: an answer that shows the session must read it. */
  get isSessionAssumed(): boolean {
    return this.#session === 'assumed';
  }

  /** DynamoDB has been asked, and what is known of the session was so at that moment. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  session(): SessionRecord | undefined {
    return this.#session === 'assumed' ? asClaimed(this.claim) : this.#session?.record;
  }

  seat(_eventId: string, seatId: string): SeatRecord | undefined {
    return this.#seats.has(seatId) ? this.#seats.get(seatId) : this.#assumed(seatId).seat;
  }

  reservation(_sessionId: string, seatId: string): ReservationRecord | undefined {
    return this.#reservations.has(seatId)
      ? this.#reservations.get(seatId)
      : this.#assumed(seatId).reservation;
  }

  /** The seat as DynamoDB showed it, null when it showed that there is none; undefined when the seat is only assumed. */
  shownSeat(seatId: string): SeatRecord | null | undefined {
    return this.#seats.has(seatId) ? (this.#seats.get(seatId) ?? null) : undefined;
  }

  /** The conditions on the session held: what is known of it is true. */
  confirmSession(): void {
    this.#isConfirmed = true;
  }

  showSession(session: StoredSession | undefined): void {
    this.#session = session;
    this.#isConfirmed = true;
  }

  showSeat(seatId: string, record: SeatRecord | undefined): void {
    this.#seats.set(seatId, record);
  }

  showReservation(seatId: string, record: ReservationRecord | undefined): void {
    this.#reservations.set(seatId, record);
  }

  userEvent = notAsked;
  token = notAsked;
  place = notAsked;
  payment = notAsked;
  due = notAsked;
  reservationsOf = notAsked;

  #assumed(seatId: string): AssumedSeat {
    return this.#assume(seatId, this.knownSession?.seatsHeld.has(seatId));
  }
}

function notAsked(): never {
  throw new Error('commands on seats look at their session, seats and reservations only');
}

/** A session of which only the pass is known. The transaction tests all that the rules look at, with the seats held against the limit. */
function asClaimed(claim: SessionClaim): SessionRecord {
  const { sessionId, eventId, userId, expiresAtMs, seatLimit } = claim;
  return {
    sessionId,
    eventId,
    userId,
    expiresAtMs,
    seatLimit,
    tokenId: '',
    placeNo: 0,
    state: 'reservation',
    createdAtMs: 0,
    heldCount: 0,
    ver: 0,
    idempotency: [],
    paymentId: null,
    updatedAtMs: 0,
  };
}
