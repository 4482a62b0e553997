import type {
  BeginAttemptCommand,
  BeginAttemptOutcome,
  CancelCommand,
  CancelOutcome,
  Change,
  DueRecord,
  EventRecord,
  HoldCommand,
  HoldOutcome,
  PaymentRecord,
  ProviderWord,
  ProviderWordOutcome,
  RefundedCommand,
  ReleaseCommand,
  ReleaseOutcome,
  ReservationRecord,
  SeatState,
  SessionRecord,
  SettleCommand,
  SettleOutcome,
  StartCheckoutCommand,
  StartCheckoutOutcome,
  StartSessionCommand,
  StartSessionOutcome,
  StoredItem,
  UserEventRecord,
  VoidedCommand,
  VoidedOutcome,
} from '../../core/reservation/index.ts';

/** A seat as it enters the store: available, version 0. */
export interface SeatSeed {
  readonly seatId: string;
  readonly sectionId: string;
  readonly tier: string;
  readonly priceMinor: number;
}

/**
 * Where the truth lives. Every command is one atomic step: it happens whole and durably before its promise resolves, or not at all.
 * Refusals are outcomes; a rejected promise means that the store failed (`StoreUnavailableError`) or a bug.
 */
export interface ReservationStore {
  /** Stores the event and its venue file unless the event exists; answers what is stored. */
  createEvent(event: EventRecord, venueJson: string): Promise<{ created: boolean; event: EventRecord }>;
  /** Changes what an event is called, on which no rule depends; answers the event as it then is, undefined when there is none. */
  renameEvent(eventId: string, name: string, nowMs: number): Promise<EventRecord | undefined>;
  getEvent(eventId: string): Promise<EventRecord | undefined>;
  listEvents(): Promise<EventRecord[]>;
  /** The venue file as text, by its content hash. */
  getVenue(venueHash: string): Promise<string | undefined>;
  /**
   * Puts those seats that are not there yet and never touches one that is. At most a few thousand per call. Logs no changes: a map that
   * was cached while the seats were being seeded is complete when it is next loaded.
   */
  seedSeats(
    eventId: string,
    seats: readonly SeatSeed[],
    nowMs: number,
  ): Promise<{ created: number; existing: number }>;
  /** All seats of a section, in seat-id order: what an index that projects only the changing attributes can answer. */
  readSection(eventId: string, sectionId: string): Promise<SeatState[]>;

  startSession(command: StartSessionCommand): Promise<StartSessionOutcome>;
  getSession(sessionId: string): Promise<SessionRecord | undefined>;
  getUserEvent(userId: string, eventId: string): Promise<UserEventRecord | undefined>;
  /** Reservation records of a session, in seat-id order. */
  readReservations(sessionId: string): Promise<ReservationRecord[]>;
  /** Every session this user had in the event, oldest first. */
  readSessions(userId: string, eventId: string): Promise<SessionRecord[]>;
  /** Numbers of places below `hardCap` that are free now, ascending; read-only and possibly stale by the time it is used. */
  freePlaces(eventId: string, hardCap: number, nowMs: number): Promise<number[]>;
  hold(command: HoldCommand): Promise<HoldOutcome>;
  release(command: ReleaseCommand): Promise<ReleaseOutcome>;
  cancelSession(command: CancelCommand): Promise<CancelOutcome>;

  startCheckout(command: StartCheckoutCommand): Promise<StartCheckoutOutcome>;
  beginAttempt(command: BeginAttemptCommand): Promise<BeginAttemptOutcome>;
  getPayment(paymentId: string): Promise<PaymentRecord | undefined>;
  recordProviderWord(word: ProviderWord): Promise<ProviderWordOutcome>;
  settle(command: SettleCommand): Promise<SettleOutcome>;
  recordRefunded(command: RefundedCommand): Promise<PaymentRecord | undefined>;
  recordVoided(command: VoidedCommand): Promise<VoidedOutcome>;
  /** Due items with dueAtMs ≤ nowMs, oldest first. A payment that is terminal has none. */
  readDue(nowMs: number, limit: number): Promise<DueRecord[]>;
  /** Moves a due item (retry later). No effect when it is gone (the payment is terminal) or was moved by somebody else since it was read. */
  postponeDue(due: DueRecord, dueAtMs: number): Promise<void>;

  /**
   * Changes with seq > afterSeq in commit order, at most `limit`. Where seq is contiguous (embedded stores), a first one above
   * afterSeq + 1 tells the reader that the log was pruned past it: what it derived must be derived anew.
   */
  readChanges(afterSeq: number, limit: number): Promise<Change[]>;
  /** Highest seq committed so far, 0 when none. */
  lastChangeSeq(): Promise<number>;
  /**
   * Remembers how far a consumer has come; changes that every known consumer has passed are pruned. A log whose consumers stand still
   * is bounded all the same: the oldest changes go.
   */
  commitCursor(consumer: string, seq: number): Promise<void>;
  readCursor(consumer: string): Promise<number>;

  /** Every item of the store as of one moment where the engine can (embedded), otherwise as a scan. */
  scan(): AsyncIterable<StoredItem>;
  /** Resolves when the store answers a trivial read; rejects with StoreUnavailableError. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot be reached, is full, read-only or damaged; says what and what to do. Nothing that was acknowledged is lost. */
export class StoreUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailableError';
  }
}
