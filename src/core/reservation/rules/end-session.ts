import type { Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { SessionRecord } from '../records.ts';
import { isSeatLockedBy } from '../state.ts';

/** Makes the seat available if it is still locked for this session; a seat somebody else has by now stays theirs. */
export function freeSeat(
  read: RecordReader,
  draft: Draft,
  session: SessionRecord,
  seatId: string,
  nowMs: number,
): void {
  const seat = read.seat(session.eventId, seatId);
  if (seat === undefined || !isSeatLockedBy(seat, session.sessionId)) return;
  draft.seat({
    ...seat,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: seat.ver + 1,
    updatedAtMs: nowMs,
  });
}

/** Gives back the session's place and the user's one live session, unless they lapsed and are somebody else's by now. */
export function giveBackPlace(read: RecordReader, draft: Draft, session: SessionRecord): void {
  const { eventId, placeNo, sessionId, userId } = session;
  if (read.place(eventId, placeNo)?.sessionId === sessionId)
    draft.remove({ type: 'place', eventId, placeNo });
  const user = read.userEvent(userId, eventId);
  if (user?.liveSessionId === sessionId) draft.userEvent({ ...user, liveSessionId: null, liveUntilMs: 0 });
}

/** Ends a session that bought nothing: its seats are free, its reservations gone, its place given back. */
export function endSession(
  read: RecordReader,
  draft: Draft,
  session: SessionRecord,
  state: 'cancelled' | 'expired',
  nowMs: number,
): SessionRecord {
  for (const { seatId } of read.reservationsOf(session.sessionId)) {
    draft.remove({ type: 'reservation', sessionId: session.sessionId, seatId });
    freeSeat(read, draft, session, seatId, nowMs);
  }
  giveBackPlace(read, draft, session);
  const ended = { ...session, state, heldCount: 0, ver: session.ver + 1, updatedAtMs: nowMs };
  draft.session(ended, session);
  return ended;
}
