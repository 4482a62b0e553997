import type { PaymentRecord, SeatState, SessionRecord, SessionState } from './records.ts';

/** Attempts a buyer may begin for one payment; each leaves a page at the provider that must be asked about. */
export const ATTEMPTS_MAX = 20;

/** A session lives while it is in reservation or checkout and its time has not come. */
export function isSessionLive(session: SessionRecord, nowMs: number): boolean {
  return (session.state === 'reservation' || session.state === 'checkout') && nowMs < session.expiresAtMs;
}

/** The state as everybody should see it: a session that ran out of time is `expired`, whether or not anybody wrote that down. */
export function sessionStateAt(session: SessionRecord, nowMs: number): SessionState {
  const { state } = session;
  return (state === 'reservation' || state === 'checkout') && !isSessionLive(session, nowMs)
    ? 'expired'
    : state;
}

/** Anybody may take the seat: it is available, or its lock has lapsed (`expiresAtMs` ≤ now). */
export function isSeatFree(seat: SeatState, nowMs: number): boolean {
  if (seat.availability === 'available') return true;
  return seat.availability === 'locked' && seat.expiresAtMs !== null && seat.expiresAtMs <= nowMs;
}

/** The seat is locked for this session, lapsed or not: nobody else has taken it since. */
export function isSeatLockedBy(seat: SeatState, sessionId: string): boolean {
  return seat.availability === 'locked' && seat.sessionId === sessionId;
}

/**
 * Money may still have to move: the payment is not settled, refunded or voided, or one of its charges is undecided or owed back.
 * The payment's due item exists exactly while this is true.
 */
export function isPaymentOpen(payment: PaymentRecord): boolean {
  if (payment.charges.some((charge) => charge.state === 'approved' || charge.state === 'refundDue'))
    return true;
  return payment.state === 'created' || payment.state === 'declined';
}

/** The buyer may begin another attempt: not yet charged, not given up, the window is open and attempts are left. */
export function isPayable(payment: PaymentRecord, nowMs: number): boolean {
  return (
    (payment.state === 'created' || payment.state === 'declined') &&
    nowMs < payment.payUntilMs &&
    payment.attempts < ATTEMPTS_MAX
  );
}
