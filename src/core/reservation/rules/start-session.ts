import { invariant } from '../../errors/index.ts';
import type { StartSessionCommand, StartSessionOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { SessionRecord, UserEventRecord } from '../records.ts';

/**
 * Opens a session for an admitted token, once: the same token finds the session it opened. A user has one live session per event and
 * `admissionsPerUser` in all. The session takes one of the places it may try; who finds none gets a waiting pass, which opens the
 * places between soft and hard cap from the next slot on, one try per slot, so that racing does not pay.
 */
export function startSession(
  read: RecordReader,
  command: StartSessionCommand,
): Decision<StartSessionOutcome> {
  const { eventId, userId, nowMs } = command;
  invariant(
    command.expiresAtMs > nowMs && command.expiresAtMs % 1000 === 0,
    'a session ends on a whole second in the future',
  );

  const token = read.token(eventId, command.tokenId);
  if (token !== undefined) {
    if (token.userId !== userId) return answer({ kind: 'tokenOfAnother' });
    const session = read.session(token.sessionId);
    invariant(session !== undefined, 'a registered token has its session');
    return answer({ kind: 'existing', session });
  }

  const user = read.userEvent(userId, eventId) ?? newcomer(userId, eventId);
  if (user.liveSessionId !== null && nowMs < user.liveUntilMs) {
    return answer({ kind: 'liveSession', sessionId: user.liveSessionId });
  }
  if (user.admissions >= command.admissionsPerUser) {
    return answer({ kind: 'admissionsUsed', admissions: user.admissions });
  }

  const pass = user.waitingPass;
  if (pass !== null && command.slotStart <= pass.lastSlotStart) {
    return answer({ kind: 'full', waitingSinceMs: pass.sinceMs });
  }
  const places = pass === null ? command.newcomerPlaces : command.passHolderPlaces;
  const placeNo = places.find((no) => isPlaceFree(read, eventId, no, nowMs));
  const draft = new Draft();
  if (placeNo === undefined) {
    const waitingPass = { sinceMs: pass?.sinceMs ?? nowMs, lastSlotStart: command.slotStart };
    draft.userEvent({ ...user, waitingPass });
    return draft.decide({ kind: 'full', waitingSinceMs: waitingPass.sinceMs });
  }

  const session = openedSession(command, placeNo);
  const { sessionId, expiresAtMs } = session;
  invariant(read.session(sessionId) === undefined, 'a new session has a new id');
  draft.session(session, null);
  draft.token({ eventId, tokenId: command.tokenId, userId, sessionId, registeredAtMs: nowMs });
  draft.place({ eventId, placeNo, sessionId, untilMs: expiresAtMs });
  draft.userEvent({
    userId,
    eventId,
    liveSessionId: sessionId,
    liveUntilMs: expiresAtMs,
    admissions: user.admissions + 1,
    waitingPass: null,
  });
  return draft.decide({ kind: 'started', session });
}

function newcomer(userId: string, eventId: string): UserEventRecord {
  return { userId, eventId, liveSessionId: null, liveUntilMs: 0, admissions: 0, waitingPass: null };
}

function isPlaceFree(read: RecordReader, eventId: string, placeNo: number, nowMs: number): boolean {
  const place = read.place(eventId, placeNo);
  return place === undefined || place.untilMs <= nowMs;
}

function openedSession(command: StartSessionCommand, placeNo: number): SessionRecord {
  const { sessionId, eventId, userId, tokenId, nowMs, expiresAtMs, seatLimit } = command;
  return {
    sessionId,
    eventId,
    userId,
    tokenId,
    placeNo,
    state: 'reservation',
    createdAtMs: nowMs,
    expiresAtMs,
    seatLimit,
    heldCount: 0,
    ver: 1,
    idempotency: [],
    paymentId: null,
    updatedAtMs: nowMs,
  };
}
