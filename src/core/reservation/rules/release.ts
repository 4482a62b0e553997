import type { ReleaseCommand, ReleaseOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import { claimedSession, lookUpKey, refusal, remember } from './claim.ts';
import { freeSeat } from './end-session.ts';

/**
 * Gives seats back. A seat that is no longer this session's is released by dropping its reservation; seats the session never had are
 * passed over, so that releasing twice is harmless.
 */
export function release(read: RecordReader, command: ReleaseCommand): Decision<ReleaseOutcome> {
  const { claim, request, nowMs } = command;
  const session = claimedSession(read, claim);
  if (session === undefined) return answer({ kind: 'sessionUnknown' });
  const known = lookUpKey(session, request);
  if (known.kind === 'keyReused') return answer(known);
  if (known.kind === 'repeat') return answer({ kind: 'released', seatIds: known.entry.seatIds, session });
  const refused = refusal(session, claim, nowMs);
  if (refused !== null) return answer(refused);

  const { sessionId } = session;
  const seatIds = [...new Set(command.seatIds)].filter((id) => read.reservation(sessionId, id) !== undefined);
  if (seatIds.length === 0 && request === null) return answer({ kind: 'released', seatIds, session });
  const draft = new Draft();
  for (const seatId of seatIds) {
    draft.remove({ type: 'reservation', sessionId, seatId });
    freeSeat(read, draft, session, seatId, nowMs);
  }
  const after = {
    ...session,
    heldCount: session.heldCount - seatIds.length,
    ver: session.ver + (seatIds.length > 0 ? 1 : 0),
    idempotency: remember(session, request, seatIds),
    updatedAtMs: nowMs,
  };
  draft.session(after, session);
  return draft.decide({ kind: 'released', seatIds, session: after });
}
