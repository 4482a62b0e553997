import { invariant } from '../../errors/index.ts';
import type { HoldCommand, HoldOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { SeatRecord } from '../records.ts';
import { isSeatFree, isSeatLockedBy } from '../state.ts';
import { claimedSession, lookUpKey, refusal, remember } from './claim.ts';

/**
 * Holds all requested seats or none, until the session's end. Seats that are this session's already count as held and cost nothing of
 * the limit. Reasons of the session are told first, then exactly the seats that are somebody else's.
 */
export function hold(read: RecordReader, command: HoldCommand): Decision<HoldOutcome> {
  const { claim, request, nowMs } = command;
  const seatIds = command.seats.map((wanted) => wanted.seatId);
  invariant(seatIds.length > 0 && new Set(seatIds).size === seatIds.length, 'a hold names distinct seats');

  const session = claimedSession(read, claim);
  if (session === undefined) return answer({ kind: 'sessionUnknown' });
  const known = lookUpKey(session, request);
  if (known.kind === 'keyReused') return answer(known);
  if (known.kind === 'repeat') return answer({ kind: 'held', seatIds: known.entry.seatIds, session });
  const refused = refusal(session, claim, nowMs);
  if (refused !== null) return answer(refused);

  const { sessionId, eventId, userId, expiresAtMs, seatLimit, heldCount } = session;
  const unknown: string[] = [];
  const taken: string[] = [];
  const fresh: SeatRecord[] = [];
  for (const seatId of seatIds) {
    const seat = read.seat(eventId, seatId);
    if (seat === undefined) unknown.push(seatId);
    else if (isSeatLockedBy(seat, sessionId)) continue;
    else if (isSeatFree(seat, nowMs)) fresh.push(seat);
    else taken.push(seatId);
  }
  if (heldCount + unknown.length + taken.length + fresh.length > seatLimit) {
    return answer({ kind: 'limitReached', seatLimit, heldCount });
  }
  if (unknown.length > 0) return answer({ kind: 'seatsUnknown', seatIds: unknown });
  if (taken.length > 0) return answer({ kind: 'seatsTaken', seatIds: taken });
  if (fresh.length === 0 && request === null) return answer({ kind: 'held', seatIds, session });

  const draft = new Draft();
  let added = 0;
  for (const seat of fresh) {
    const { seatId, tier, priceMinor } = seat;
    const ver = seat.ver + 1;
    draft.seat({ ...seat, availability: 'locked', expiresAtMs, sessionId, ver, updatedAtMs: nowMs });
    // A reservation can outlive its seat (another server's clock was ahead and the seat changed hands twice): it counts already.
    if (read.reservation(sessionId, seatId) === undefined) added += 1;
    draft.reservation({
      sessionId,
      seatId,
      eventId,
      userId,
      state: 'locked',
      tier,
      priceMinor,
      createdAtMs: nowMs,
      paymentId: null,
    });
  }
  const after = {
    ...session,
    heldCount: heldCount + added,
    ver: session.ver + (fresh.length > 0 ? 1 : 0),
    idempotency: remember(session, request, seatIds),
    updatedAtMs: nowMs,
  };
  draft.session(after, session);
  return draft.decide({ kind: 'held', seatIds, session: after });
}
