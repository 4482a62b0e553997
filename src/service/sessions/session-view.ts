import type { ReservationRecord, SessionRecord, SessionState } from '../../core/reservation/index.ts';

export interface HeldSeat {
  readonly seatId: string;
  readonly tier: string;
  readonly priceMinor: number;
}

/** What a buyer sees of a session. Times are epoch ms. */
export interface SessionView {
  readonly sessionId: string;
  readonly eventId: string;
  readonly state: SessionState;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly seatLimit: number;
  readonly heldCount: number;
  readonly paymentId: string | null;
}

/** A session whose time has passed is shown as expired, whether or not anybody wrote that down. */
export function sessionView(session: SessionRecord, nowMs: number): SessionView {
  const { sessionId, eventId, createdAtMs, expiresAtMs, seatLimit, heldCount, paymentId } = session;
  const open = session.state === 'reservation' || session.state === 'checkout';
  const state = open && expiresAtMs <= nowMs ? 'expired' : session.state;
  return { sessionId, eventId, state, createdAtMs, expiresAtMs, seatLimit, heldCount, paymentId };
}

export function heldSeat({ seatId, tier, priceMinor }: ReservationRecord): HeldSeat {
  return { seatId, tier, priceMinor };
}
