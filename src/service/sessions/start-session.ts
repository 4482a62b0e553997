import type { WaitingPayload } from '../../core/admission/index.ts';
import type { SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { ProblemError } from '../problems/index.ts';

export type Admitted =
  | { readonly kind: 'session'; readonly session: SessionRecord }
  /** Drawn, but every place is taken: the waiting pass is on record, and the next slot is the next try. */
  | { readonly kind: 'full' };

/**
 * Opens the session of somebody whose token was drawn at `second`. Repeating it with the same token gives the same session.
 *
 * @throws ProblemError `SESSION_EXISTS`, `ADMISSION_USED`, `TOKEN_INVALID`, `EVENT_UNKNOWN`.
 */
export async function startSession(
  service: ServiceContext,
  admission: { eventId: string; userId: string; token: WaitingPayload; slotStart: number },
): Promise<Admitted> {
  const { event } = await service.events.require(admission.eventId);
  const nowMs = service.clock.nowMs();
  const candidates = await service.places.candidates(event);
  const outcome = await service.store.startSession({
    sessionId: service.random.uuidV7(nowMs),
    eventId: event.eventId,
    userId: admission.userId,
    tokenId: admission.token.id,
    nowMs,
    // Whole seconds, because the session pass carries them as `exp`.
    expiresAtMs: Math.ceil((nowMs + event.sessionTtlMs) / 1000) * 1000,
    seatLimit: event.seatLimit,
    admissionsPerUser: event.admissionsPerUser,
    newcomerPlaces: candidates.newcomer,
    passHolderPlaces: candidates.passHolder,
    slotStart: admission.slotStart,
  });
  switch (outcome.kind) {
    case 'started':
      service.changed();
      return { kind: 'session', session: outcome.session };
    case 'existing':
      return { kind: 'session', session: outcome.session };
    case 'full':
      return { kind: 'full' };
    case 'liveSession':
      throw new ProblemError('SESSION_EXISTS', 'Go on with the session you have.', {
        sessionId: outcome.sessionId,
      });
    case 'admissionsUsed':
      throw new ProblemError('ADMISSION_USED', 'The rules of this sale allow no further session for you.');
    case 'tokenOfAnother':
      throw new ProblemError('TOKEN_INVALID', 'This waiting token belongs to somebody else.');
  }
}
