import { isSessionLive, type SessionRecord } from '../reservation/index.ts';
import { append, type Ledger, pair } from './ledger.ts';
import type { Findings } from './report.ts';

/** Sessions against their reservations, tokens, users and payments. */
export function checkSessions(ledger: Ledger, nowMs: number, findings: Findings): void {
  const byUser = new Map<string, SessionRecord[]>();
  for (const session of ledger.sessions.values()) {
    append(byUser, pair(session.userId, session.eventId), session);
    checkCount(ledger, session, nowMs, findings);
    checkPayment(ledger, session, findings);
    const token = ledger.token(session.eventId, session.tokenId);
    const isOpener = token?.sessionId === session.sessionId && token.userId === session.userId;
    findings.expect(isOpener, 'TOKEN_WRONG', session.sessionId, session.tokenId);
  }
  for (const { tokenId, sessionId } of ledger.tokens.values()) {
    findings.expect(ledger.sessions.get(sessionId)?.tokenId === tokenId, 'TOKEN_WRONG', sessionId, tokenId);
  }
  checkUsers(ledger, byUser, nowMs, findings);
}

/** Counts of sessions that are live or bought something; what one that ended otherwise left behind counts for nobody. */
function checkCount(ledger: Ledger, session: SessionRecord, nowMs: number, findings: Findings): void {
  const { sessionId, heldCount, seatLimit } = session;
  if (!isSessionLive(session, nowMs) && session.state !== 'finalised') return;
  findings.expect(heldCount === ledger.reservationsOf(sessionId).length, 'HELD_COUNT_WRONG', sessionId);
  findings.expect(heldCount <= seatLimit, 'HELD_BEYOND_LIMIT', sessionId);
}

function checkPayment(ledger: Ledger, session: SessionRecord, findings: Findings): void {
  if (session.state !== 'checkout' && session.state !== 'finalised') return;
  const payment = ledger.paymentOf(session);
  const isFit = payment !== undefined && (session.state === 'checkout' || payment.state === 'settled');
  findings.expect(isFit, 'SESSION_WITHOUT_PAYMENT', session.sessionId);
}

/** One live session per user and event, the one the user's record names; as many sessions as admissions. */
function checkUsers(
  ledger: Ledger,
  byUser: ReadonlyMap<string, readonly SessionRecord[]>,
  nowMs: number,
  findings: Findings,
): void {
  for (const [key, sessions] of byUser) {
    const live = sessions.filter((session) => isSessionLive(session, nowMs));
    const liveIds = live.map(({ sessionId }) => sessionId);
    findings.expect(live.length <= 1, 'LIVE_SESSION_TWICE', ...liveIds);
    const user = ledger.userEvents.get(key);
    for (const { sessionId, expiresAtMs } of live) {
      const isNamed = user?.liveSessionId === sessionId && user.liveUntilMs === expiresAtMs;
      findings.expect(isNamed, 'LIVE_SESSION_WRONG', sessionId);
    }
    const ids = sessions.map(({ sessionId }) => sessionId);
    findings.expect(user?.admissions === sessions.length, 'ADMISSIONS_WRONG', ...ids);
  }
  for (const [key, { liveSessionId, liveUntilMs, admissions }] of ledger.userEvents) {
    if (!byUser.has(key)) findings.expect(admissions === 0, 'ADMISSIONS_WRONG', ...present(liveSessionId));
    if (liveSessionId === null || liveUntilMs <= nowMs) continue;
    const session = ledger.sessions.get(liveSessionId);
    const isLive = session !== undefined && isSessionLive(session, nowMs);
    findings.expect(isLive, 'LIVE_SESSION_WRONG', liveSessionId);
  }
}

/** Live sessions and taken places belong together one to one, and both end at the same moment. */
export function checkPlaces(ledger: Ledger, nowMs: number, findings: Findings): void {
  const taken = new Set<string>();
  for (const { eventId, placeNo, sessionId, untilMs } of ledger.places) {
    if (untilMs <= nowMs) continue;
    const session = ledger.sessions.get(sessionId);
    const isFounded =
      session !== undefined &&
      isSessionLive(session, nowMs) &&
      session.placeNo === placeNo &&
      session.expiresAtMs === untilMs;
    findings.expect(isFounded, 'PLACE_WITHOUT_SESSION', `${eventId}/${placeNo}`, sessionId);
    if (isFounded) taken.add(sessionId);
    const event = ledger.events.get(eventId);
    findings.expect(
      event !== undefined && placeNo < event.hardCap,
      'PLACE_BEYOND_CAP',
      `${eventId}/${placeNo}`,
    );
  }
  for (const session of ledger.sessions.values()) {
    if (!isSessionLive(session, nowMs)) continue;
    findings.expect(taken.has(session.sessionId), 'SESSION_WITHOUT_PLACE', session.sessionId);
  }
}

function present(id: string | null): string[] {
  return id === null ? [] : [id];
}
