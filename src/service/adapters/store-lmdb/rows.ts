import type {
  Availability,
  ChangeBody,
  DueRecord,
  PaymentRecord,
  PaymentState,
  PlaceRecord,
  ReservationRecord,
  SeatRecord,
  SessionRecord,
  SessionState,
  TokenRecord,
} from '../../../core/reservation/index.ts';
import type { LogEntry } from '../store-embedded/index.ts';

/**
 * How a value is stored: as a row, its fields in a fixed order, without those that its key tells already. Seats are many and holds are
 * hot; a row is a third of the size of the same record as an object.
 */
export interface RowCodec<Value, Row extends readonly unknown[]> {
  /** Number of fields; a row with another number is damaged. */
  readonly width: number;
  toRow(value: Value): Row;
  /** `key` is the whole key, its parts separated by line feeds. */
  fromRow(row: Row, key: string): Value;
}

/** For records that are few: the object itself. */
export function whole<Value>(): RowCodec<Value, [Value]> {
  return { width: 1, toRow: (value) => [value], fromRow: ([value]) => value };
}

const AVAILABILITIES: readonly Availability[] = ['available', 'locked', 'reserved'];
type AvailabilityCode = 0 | 1 | 2;

function availabilityCode(availability: Availability): AvailabilityCode {
  return AVAILABILITIES.indexOf(availability) as AvailabilityCode;
}

function availabilityOf(code: AvailabilityCode): Availability {
  return AVAILABILITIES[code] as Availability;
}

function sectionOf(seatId: string): string {
  return seatId.slice(0, seatId.indexOf('#'));
}

/** The two parts of a key that has two. */
function halves(key: string): [string, string] {
  const at = key.indexOf('\n');
  return [key.slice(0, at), key.slice(at + 1)];
}

type SeatRow = [
  availability: AvailabilityCode,
  expiresAtMs: number | null,
  sessionId: string | null,
  ver: number,
  tier: string,
  priceMinor: number,
  updatedAtMs: number,
];

export const seatRows: RowCodec<SeatRecord, SeatRow> = {
  width: 7,
  toRow: (seat) => [
    availabilityCode(seat.availability),
    seat.expiresAtMs,
    seat.sessionId,
    seat.ver,
    seat.tier,
    seat.priceMinor,
    seat.updatedAtMs,
  ],
  fromRow: ([availability, expiresAtMs, sessionId, ver, tier, priceMinor, updatedAtMs], key) => {
    const [eventId, seatId] = halves(key);
    return {
      eventId,
      seatId,
      sectionId: sectionOf(seatId),
      availability: availabilityOf(availability),
      expiresAtMs,
      sessionId,
      ver,
      tier,
      priceMinor,
      updatedAtMs,
    };
  },
};

type KeyRow = [key: string, requestHash: string, seatIds: readonly string[]];

type SessionRow = [
  eventId: string,
  userId: string,
  tokenId: string,
  placeNo: number,
  state: SessionState,
  createdAtMs: number,
  expiresAtMs: number,
  seatLimit: number,
  heldCount: number,
  ver: number,
  idempotency: readonly KeyRow[],
  paymentId: string | null,
  updatedAtMs: number,
];

export const sessionRows: RowCodec<SessionRecord, SessionRow> = {
  width: 13,
  toRow: (session) => [
    session.eventId,
    session.userId,
    session.tokenId,
    session.placeNo,
    session.state,
    session.createdAtMs,
    session.expiresAtMs,
    session.seatLimit,
    session.heldCount,
    session.ver,
    session.idempotency.map(({ key, requestHash, seatIds }): KeyRow => [key, requestHash, seatIds]),
    session.paymentId,
    session.updatedAtMs,
  ],
  fromRow: (row, sessionId) => ({
    sessionId,
    eventId: row[0],
    userId: row[1],
    tokenId: row[2],
    placeNo: row[3],
    state: row[4],
    createdAtMs: row[5],
    expiresAtMs: row[6],
    seatLimit: row[7],
    heldCount: row[8],
    ver: row[9],
    idempotency: row[10].map(([key, requestHash, seatIds]) => ({ key, requestHash, seatIds })),
    paymentId: row[11],
    updatedAtMs: row[12],
  }),
};

type ReservationRow = [
  eventId: string,
  userId: string,
  state: ReservationRecord['state'],
  tier: string,
  priceMinor: number,
  createdAtMs: number,
  paymentId: string | null,
];

export const reservationRows: RowCodec<ReservationRecord, ReservationRow> = {
  width: 7,
  toRow: (reservation) => [
    reservation.eventId,
    reservation.userId,
    reservation.state,
    reservation.tier,
    reservation.priceMinor,
    reservation.createdAtMs,
    reservation.paymentId,
  ],
  fromRow: ([eventId, userId, state, tier, priceMinor, createdAtMs, paymentId], key) => {
    const [sessionId, seatId] = halves(key);
    return { sessionId, seatId, eventId, userId, state, tier, priceMinor, createdAtMs, paymentId };
  },
};

export const tokenRows: RowCodec<TokenRecord, [userId: string, sessionId: string, registeredAtMs: number]> = {
  width: 3,
  toRow: ({ userId, sessionId, registeredAtMs }) => [userId, sessionId, registeredAtMs],
  fromRow: ([userId, sessionId, registeredAtMs], key) => {
    const [eventId, tokenId] = halves(key);
    return { eventId, tokenId, userId, sessionId, registeredAtMs };
  },
};

export const placeRows: RowCodec<PlaceRecord, [sessionId: string, untilMs: number]> = {
  width: 2,
  toRow: ({ sessionId, untilMs }) => [sessionId, untilMs],
  fromRow: ([sessionId, untilMs], key) => {
    const [eventId, placeNo] = halves(key);
    return { eventId, placeNo: Number(placeNo), sessionId, untilMs };
  },
};

export const dueRows: RowCodec<DueRecord, [paymentId: string, dueAtMs: number]> = {
  width: 2,
  toRow: ({ paymentId, dueAtMs }) => [paymentId, dueAtMs],
  fromRow: ([paymentId, dueAtMs]) => ({ paymentId, dueAtMs }),
};

type SeatChangeRow = [
  kind: 'seat',
  eventId: string,
  seatId: string,
  availability: AvailabilityCode,
  expiresAtMs: number | null,
  sessionId: string | null,
  ver: number,
];
type SessionChangeRow = [
  kind: 'session',
  eventId: string,
  sessionId: string,
  state: SessionState,
  ver: number,
  expiresAtMs?: number,
];
type PaymentChangeRow = [
  kind: 'payment',
  eventId: string,
  paymentId: string,
  state: PaymentState,
  ver: number,
  record?: PaymentRecord,
];
type EventChangeRow = [kind: 'event', eventId: string, name: string, venueHash: string];
type ChangeRow = SeatChangeRow | SessionChangeRow | PaymentChangeRow | EventChangeRow;

function changeRow(body: ChangeBody): ChangeRow {
  switch (body.kind) {
    case 'seat': {
      const { eventId, seatId, availability, expiresAtMs, sessionId, ver } = body;
      return ['seat', eventId, seatId, availabilityCode(availability), expiresAtMs, sessionId, ver];
    }
    case 'session': {
      const { kind, eventId, sessionId, state, ver, expiresAtMs } = body;
      return expiresAtMs === undefined
        ? [kind, eventId, sessionId, state, ver]
        : [kind, eventId, sessionId, state, ver, expiresAtMs];
    }
    case 'payment': {
      const { kind, eventId, paymentId, state, ver, record } = body;
      return record === undefined
        ? [kind, eventId, paymentId, state, ver]
        : [kind, eventId, paymentId, state, ver, record];
    }
    case 'event':
      return [body.kind, body.eventId, body.name, body.venueHash];
  }
}

function changeBody(row: ChangeRow): ChangeBody {
  switch (row[0]) {
    case 'seat': {
      const [kind, eventId, seatId, availability, expiresAtMs, sessionId, ver] = row;
      return {
        kind,
        eventId,
        sectionId: sectionOf(seatId),
        seatId,
        availability: availabilityOf(availability),
        expiresAtMs,
        sessionId,
        ver,
      };
    }
    case 'session': {
      const [kind, eventId, sessionId, state, ver, expiresAtMs] = row;
      return { kind, eventId, sessionId, state, ver, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) };
    }
    case 'payment': {
      const [kind, eventId, paymentId, state, ver, record] = row;
      return { kind, eventId, paymentId, state, ver, ...(record === undefined ? {} : { record }) };
    }
    case 'event': {
      const [kind, eventId, name, venueHash] = row;
      return { kind, eventId, name, venueHash };
    }
  }
}

export const logRows: RowCodec<LogEntry, [atMs: number, firstSeq: number, bodies: readonly ChangeRow[]]> = {
  width: 3,
  toRow: ({ atMs, firstSeq, bodies }) => [atMs, firstSeq, bodies.map(changeRow)],
  fromRow: ([atMs, firstSeq, bodies]) => ({ atMs, firstSeq, bodies: bodies.map(changeBody) }),
};
