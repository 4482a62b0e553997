import {
  release as decideRelease,
  type ReleaseCommand,
  type ReleaseOutcome,
} from '../../../../core/reservation/index.ts';
import type { Database } from '../connection/index.ts';
import type { SessionsSeen } from '../sessions-seen.ts';
import { actOnSeats } from './act-on-seats.ts';
import { type AssumedSeat, Evidence } from './evidence.ts';
import { dropStep, guardStep, sessionStep, unlockStep } from './steps.ts';

/** The mirror of a hold: one transaction of 1 + 2N actions, with no read before it. */
export function release(
  database: Database,
  seen: SessionsSeen,
  command: ReleaseCommand,
): Promise<ReleaseOutcome> {
  const { claim, request, nowMs } = command;
  const evidence = new Evidence(claim, seen.get(claim.sessionId), (seatId, isHeld = true) =>
    assumed(command, seatId, isHeld),
  );
  const context = { database, evidence, nowMs };
  return actOnSeats<ReleaseOutcome>(database, seen, {
    evidence,
    decide: (read) => decideRelease(read, command),
    change({ removes }) {
      const dropped = removes.flatMap((item) => (item.type === 'reservation' ? [item.seatId] : []));
      return { added: [], dropped, isKeyOnly: dropped.length === 0, request, seatIds: dropped };
    },
    steps({ puts }, change) {
      const freed = new Set(puts.flatMap((item) => (item.type === 'seat' ? [item.record.seatId] : [])));
      return [
        sessionStep(context, change),
        ...change.dropped.flatMap((seatId) => [
          freed.has(seatId) ? unlockStep(context, seatId) : guardStep(context, seatId),
          dropStep(context, seatId),
        ]),
      ];
    },
    untested: () => [],
  });
}

/** A seat that is given back is taken to be the session's, unless the session is known and does not have it. */
function assumed({ claim, nowMs }: ReleaseCommand, seatId: string, isHeld: boolean): AssumedSeat {
  const { eventId, sessionId, userId, expiresAtMs } = claim;
  const priced = { tier: '', priceMinor: 0 };
  return {
    seat: {
      eventId,
      seatId,
      ...priced,
      sectionId: seatId.slice(0, seatId.indexOf('#')),
      availability: 'locked',
      expiresAtMs,
      sessionId,
      ver: 0,
      updatedAtMs: nowMs,
    },
    reservation: isHeld
      ? {
          sessionId,
          seatId,
          eventId,
          userId,
          ...priced,
          state: 'locked',
          createdAtMs: nowMs,
          paymentId: null,
        }
      : undefined,
  };
}
