import { isSessionLive } from '../../core/reservation/index.ts';
import type { FeedChange } from '../feed/index.ts';
import type { OutboundEvent, ReservationStore } from '../ports/index.ts';
import { sessionExpired } from './translate.ts';

/** A session to look at when its time comes: a lapse writes nothing, so no change tells of it. */
export interface ExpiryWatch {
  readonly sessionId: string;
  /** Epoch ms; null: nothing to look for any more. */
  readonly atMs: number | null;
}

/**
 * What a change says about when to look at its session. One in checkout is not watched: its end is written, since only the payment
 * decides between sold and expired, and that may be after its time.
 */
export function expiryWatchOf({ body }: FeedChange): ExpiryWatch | undefined {
  if (body.kind !== 'session' || body.expiresAtMs === undefined) return undefined;
  return { sessionId: body.sessionId, atMs: body.state === 'reservation' ? body.expiresAtMs : null };
}

export type ExpiryFinding =
  | { readonly kind: 'expired'; readonly event: OutboundEvent }
  /** Its time was changed since: look again then. */
  | { readonly kind: 'live'; readonly untilMs: number }
  /** Its end was written, or will be. */
  | { readonly kind: 'told' };

/** Looks at a session whose time has come. The event is dated at the lapse itself, so that looking twice tells the same. */
export async function findExpiry(
  store: Pick<ReservationStore, 'getSession' | 'readReservations'>,
  sessionId: string,
  nowMs: number,
): Promise<ExpiryFinding> {
  const session = await store.getSession(sessionId);
  if (session?.state !== 'reservation') return { kind: 'told' };
  if (isSessionLive(session, nowMs)) return { kind: 'live', untilMs: session.expiresAtMs };
  const seatIds = (await store.readReservations(sessionId)).map(({ seatId }) => seatId);
  return { kind: 'expired', event: sessionExpired(session.eventId, sessionId, seatIds, session.expiresAtMs) };
}
