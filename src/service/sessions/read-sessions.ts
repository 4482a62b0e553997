import type { SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { ProblemError } from '../problems/index.ts';
import { type HeldSeat, heldSeat, type SessionView, sessionView } from './session-view.ts';

export interface ReservationView extends SessionView {
  readonly seats: readonly HeldSeat[];
}

/** @throws ProblemError `SESSION_UNKNOWN` when there is none or it is somebody else's: the two look alike. */
export async function ownSession(
  service: ServiceContext,
  sessionId: string,
  userId: string,
): Promise<SessionRecord> {
  const session = await service.store.getSession(sessionId);
  if (session === undefined || session.userId !== userId)
    throw new ProblemError('SESSION_UNKNOWN', 'You have no such reservation session.');
  return session;
}

/** A session with the seats it holds or has bought; those of a session whose time is over are no longer its own. */
export async function reservationView(
  service: ServiceContext,
  session: SessionRecord,
): Promise<ReservationView> {
  const view = sessionView(session, service.clock.nowMs());
  const records = await service.store.readReservations(session.sessionId);
  const owns = view.state === 'expired' ? [] : records;
  return { ...view, heldCount: owns.length, seats: owns.map(heldSeat) };
}

/** Everything the user has had in the event, oldest first. */
export async function reservationsOf(
  service: ServiceContext,
  userId: string,
  eventId: string,
): Promise<ReservationView[]> {
  const sessions = await service.store.readSessions(userId, eventId);
  return Promise.all(sessions.map((session) => reservationView(service, session)));
}
