import type { RequestKey, SessionClaim, SessionRefusal } from '../commands.ts';
import type { RecordReader } from '../items.ts';
import type { IdempotencyEntry, SessionRecord } from '../records.ts';
import { isSessionLive, sessionStateAt } from '../state.ts';

/** A session remembers this many idempotency keys. */
const KEYS_KEPT = 8;

/** The session a claim speaks of; a claim of another user or event speaks of none. */
export function claimedSession(read: RecordReader, claim: SessionClaim): SessionRecord | undefined {
  const session = read.session(claim.sessionId);
  if (session === undefined) return undefined;
  return session.userId === claim.userId && session.eventId === claim.eventId ? session : undefined;
}

/** What a request under an idempotency key is: new, the repeat of one that succeeded, or another request under a used key. */
export function lookUpKey(
  session: SessionRecord,
  request: RequestKey | null,
): { kind: 'new' } | { kind: 'repeat'; entry: IdempotencyEntry } | { kind: 'keyReused' } {
  if (request === null) return { kind: 'new' };
  const entry = session.idempotency.find((known) => known.key === request.key);
  if (entry === undefined) return { kind: 'new' };
  return entry.requestHash === request.requestHash ? { kind: 'repeat', entry } : { kind: 'keyReused' };
}

/** Why the session cannot hold, release or check out now; null when it can. */
export function refusal(session: SessionRecord, claim: SessionClaim, nowMs: number): SessionRefusal | null {
  if (!isSessionLive(session, nowMs)) return { kind: 'sessionEnded', state: sessionStateAt(session, nowMs) };
  if (session.state !== 'reservation') return { kind: 'wrongState', state: session.state };
  if (session.expiresAtMs !== claim.expiresAtMs) return { kind: 'passStale' };
  return null;
}

/** The list of remembered keys with this request's success added and the oldest forgotten. */
export function remember(
  session: SessionRecord,
  request: RequestKey | null,
  seatIds: readonly string[],
): readonly IdempotencyEntry[] {
  if (request === null) return session.idempotency;
  const entry = { key: request.key, requestHash: request.requestHash, seatIds };
  return [...session.idempotency, entry].slice(-KEYS_KEPT);
}
