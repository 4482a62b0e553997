import type { HoldOutcome, RequestKey, SessionClaim, SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import type { KnownEvent } from '../events/index.ts';
import { ProblemError } from '../problems/index.ts';
import { refuse } from '../sessions/index.ts';
import { requestKey } from './request-key.ts';

export interface HoldResult {
  readonly seatIds: readonly string[];
  readonly session: SessionRecord;
}

/**
 * Holds all of the seats for the session or none, in one step of the store with no read before it.
 *
 * @throws ProblemError `SEAT_TAKEN` naming exactly the seats that somebody else has, `SEAT_UNKNOWN`, `SEAT_AUTO_ONLY`, `LIMIT_REACHED`, or
 * why the session cannot act.
 */
export async function hold(
  service: ServiceContext,
  claim: SessionClaim,
  seatIds: readonly string[],
  idempotencyKey: string | undefined,
): Promise<HoldResult> {
  const known = await service.events.require(claim.eventId);
  refuseAutoOnly(known, seatIds);
  const key = requestKey(service.hashing, idempotencyKey, 'hold', seatIds);
  const outcome = await holdSeats(service, known, claim, seatIds, key);
  service.mapMeasures.clicked(seatIds.length, outcome.kind === 'seatsTaken' ? outcome.seatIds.length : 0);
  return outcome.kind === 'held' ? outcome : refuseHold(outcome);
}

/** One try; the caller decides what a conflict means. */
export async function holdSeats(
  service: ServiceContext,
  { venue }: KnownEvent,
  claim: SessionClaim,
  seatIds: readonly string[],
  request: RequestKey | null,
): Promise<HoldOutcome> {
  const seats = seatIds.flatMap((seatId) => venue.findSeat(seatId) ?? []);
  if (seats.length < seatIds.length)
    return {
      kind: 'seatsUnknown',
      seatIds: seatIds.filter((seatId) => venue.findSeat(seatId) === undefined),
    };
  const outcome = await service.store.hold({
    claim,
    seats: seats.map(({ seatId, tier, priceMinor }) => ({ seatId, tier, priceMinor })),
    request,
    nowMs: service.clock.nowMs(),
  });
  if (outcome.kind === 'held') service.changed();
  return outcome;
}

export function refuseHold(outcome: Exclude<HoldOutcome, { kind: 'held' }>): never {
  switch (outcome.kind) {
    case 'seatsTaken':
      throw new ProblemError('SEAT_TAKEN', 'Nothing was held: the seats named here are taken.', {
        seatIds: outcome.seatIds,
      });
    case 'seatsUnknown':
      throw new ProblemError('SEAT_UNKNOWN', 'The seats named here are not in this venue.', {
        seatIds: outcome.seatIds,
      });
    case 'limitReached':
      throw new ProblemError('LIMIT_REACHED', `A session may hold ${outcome.seatLimit} seats at once.`, {
        seatLimit: outcome.seatLimit,
        heldCount: outcome.heldCount,
      });
    default:
      return refuse(outcome);
  }
}

/** Standing places of one area are all alike: choosing among them would only make people collide. */
function refuseAutoOnly({ venue }: KnownEvent, seatIds: readonly string[]): void {
  const standing = seatIds.filter((seatId) => {
    const sectionId = venue.findSeat(seatId)?.sectionId;
    return sectionId !== undefined && venue.section(sectionId)?.kind === 'standing';
  });
  if (standing.length > 0)
    throw new ProblemError('SEAT_AUTO_ONLY', 'Ask for standing places by number, with an auto-hold.', {
      seatIds: standing,
    });
}
