import type {
  ChangeBody,
  DueRecord,
  EventRecord,
  PaymentRecord,
  PlaceRecord,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  TokenRecord,
  UserEventRecord,
} from '../../../core/reservation/index.ts';

/** A map ordered by its string keys (compared byte by byte; keys are ASCII). */
export interface Table<Value> {
  get(key: string): Value | undefined;
  put(key: string, value: Value): void;
  remove(key: string): void;
  /** Values with from ≤ key < to in key order, at most `limit`. */
  range(from: string, to: string, limit?: number): Iterable<Value>;
  /** Keys below `to`, ascending, at most `limit`. */
  keysBelow(to: string, limit: number): string[];
  lastKey(): string | undefined;
}

/** The changes of one command: they were committed together and stand in the log as one entry, under the number of the last. */
export interface LogEntry {
  readonly atMs: number;
  readonly firstSeq: number;
  readonly bodies: readonly ChangeBody[];
}

/** Everything an embedded store keeps. `seats` by event and seat id, so that a section is one range. */
export interface Tables {
  readonly events: Table<EventRecord>;
  /** Venue files by content hash. */
  readonly venues: Table<string>;
  readonly seats: Table<SeatRecord>;
  readonly sessions: Table<SessionRecord>;
  readonly reservations: Table<ReservationRecord>;
  readonly userEvents: Table<UserEventRecord>;
  readonly tokens: Table<TokenRecord>;
  /** Session ids by user, event and session. A session is registered with its token, once. */
  readonly sessionsOfUsers: Table<string>;
  readonly places: Table<PlaceRecord>;
  readonly payments: Table<PaymentRecord>;
  readonly dues: Table<DueRecord>;
  /** The due items again, in the order in which they are due. */
  readonly dueQueue: Table<DueRecord>;
  readonly changes: Table<LogEntry>;
  /** How far each consumer of the change log has come. */
  readonly cursors: Table<number>;
}
