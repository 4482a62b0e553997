import { isSeatFree, isSessionLive, type SeatRecord } from '../reservation/index.ts';
import type { Ledger } from './ledger.ts';
import type { Findings } from './report.ts';

/** Seats against the sessions, reservations and payments that should stand behind them. */
export function checkSeats(ledger: Ledger, nowMs: number, findings: Findings): void {
  for (const seat of ledger.seats.values()) {
    findings.expect(isWellFormed(seat), 'SEAT_STATE_WRONG', seat.eventId, seat.seatId);
    checkHolders(ledger, seat, nowMs, findings);
    if (seat.availability === 'locked' && !isSeatFree(seat, nowMs)) checkLock(ledger, seat, nowMs, findings);
    if (seat.availability === 'reserved') checkSale(ledger, seat, findings);
  }
}

function isWellFormed({ availability, sessionId, expiresAtMs }: SeatRecord): boolean {
  const hasOwner = sessionId !== null;
  const hasEnd = expiresAtMs !== null;
  return hasOwner === (availability !== 'available') && hasEnd === (availability === 'locked');
}

/** At most one live reservation: locked, its session live and the seat's owner. */
function checkHolders(ledger: Ledger, seat: SeatRecord, nowMs: number, findings: Findings): void {
  const live = ledger.reservationsOfSeat(seat.eventId, seat.seatId).filter((reservation) => {
    const session = ledger.sessions.get(reservation.sessionId);
    return (
      reservation.state === 'locked' &&
      session !== undefined &&
      isSessionLive(session, nowMs) &&
      seat.sessionId === reservation.sessionId
    );
  });
  findings.expect(
    live.length <= 1,
    'SEAT_HELD_TWICE',
    seat.seatId,
    ...live.map(({ sessionId }) => sessionId),
  );
}

function checkLock(ledger: Ledger, seat: SeatRecord, nowMs: number, findings: Findings): void {
  const session = seat.sessionId === null ? undefined : ledger.sessions.get(seat.sessionId);
  const isFounded =
    session !== undefined &&
    isSessionLive(session, nowMs) &&
    session.expiresAtMs === seat.expiresAtMs &&
    ledger.reservationsOf(session.sessionId).some(({ seatId }) => seatId === seat.seatId);
  findings.expect(isFounded, 'SEAT_LOCK_UNFOUNDED', seat.seatId, ...present(seat.sessionId));
}

function checkSale(ledger: Ledger, seat: SeatRecord, findings: Findings): void {
  const sales = ledger
    .reservationsOfSeat(seat.eventId, seat.seatId)
    .filter((reservation) => reservation.state === 'reserved');
  const sessionIds = sales.map(({ sessionId }) => sessionId);
  findings.expect(sales.length <= 1, 'SEAT_SOLD_TWICE', seat.seatId, ...sessionIds);
  const own = sales.find(({ sessionId }) => sessionId === seat.sessionId);
  if (own === undefined) {
    findings.add('SEAT_SOLD_UNFOUNDED', seat.seatId, ...present(seat.sessionId));
    return;
  }
  const session = ledger.sessions.get(own.sessionId);
  const payment = own.paymentId === null ? undefined : ledger.payments.get(own.paymentId);
  const isPaid =
    session?.state === 'finalised' &&
    payment?.state === 'settled' &&
    payment.sessionId === own.sessionId &&
    payment.seats.some(({ seatId }) => seatId === seat.seatId);
  findings.expect(isPaid, 'SEAT_SOLD_UNPAID', seat.seatId, own.sessionId, ...present(own.paymentId));
}

/** Every reservation has its session and seat; a finalised one has the seat sold to its session. */
export function checkReservations(ledger: Ledger, findings: Findings): void {
  for (const { eventId, seatId, sessionId, state } of ledger.reservations) {
    const seat = ledger.seat(eventId, seatId);
    if (seat === undefined || !ledger.sessions.has(sessionId)) {
      findings.add('RESERVATION_UNFOUNDED', seatId, sessionId);
    } else if (state === 'reserved') {
      const isSold = seat.availability === 'reserved' && seat.sessionId === sessionId;
      findings.expect(isSold, 'RESERVATION_WITHOUT_SEAT', seatId, sessionId);
    }
  }
}

function present(id: string | null): string[] {
  return id === null ? [] : [id];
}
