import type { SessionClaim, SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { refuse } from '../sessions/index.ts';
import { requestKey } from './request-key.ts';

/** Gives seats back; seats the session does not have are ignored, so that repeating it is harmless. */
export async function release(
  service: ServiceContext,
  claim: SessionClaim,
  seatIds: readonly string[],
  idempotencyKey: string | undefined,
): Promise<{ seatIds: readonly string[]; session: SessionRecord }> {
  const outcome = await service.store.release({
    claim,
    seatIds,
    request: requestKey(service.hashing, idempotencyKey, 'release', seatIds),
    nowMs: service.clock.nowMs(),
  });
  if (outcome.kind !== 'released') return refuse(outcome);
  service.changed();
  return outcome;
}
