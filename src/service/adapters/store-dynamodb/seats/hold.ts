import {
  hold as decideHold,
  type HoldCommand,
  type HoldOutcome,
  type ReservationRecord,
  type SeatRecord,
  type WantedSeat,
} from '../../../../core/reservation/index.ts';
import type { Database } from '../connection/index.ts';
import { refuseTooManySeats } from '../limits.ts';
import type { SessionsSeen } from '../sessions-seen.ts';
import { actOnSeats } from './act-on-seats.ts';
import { type AssumedSeat, Evidence } from './evidence.ts';
import { guardStep, lockStep, reserveStep, sessionStep } from './steps.ts';

/** One transaction of 1 + 2N actions: the session, and a lock and a reservation for each seat. */
export function hold(database: Database, seen: SessionsSeen, command: HoldCommand): Promise<HoldOutcome> {
  const { claim, seats, request, nowMs } = command;
  refuseTooManySeats(claim.seatLimit);
  const wanted = new Map(seats.map((seat) => [seat.seatId, seat]));
  const evidence = new Evidence(claim, seen.get(claim.sessionId), (seatId, isHeld = false) =>
    assumed(command, wanted.get(seatId), seatId, isHeld),
  );
  const context = { database, evidence, nowMs };
  return actOnSeats<HoldOutcome>(database, seen, {
    evidence,
    decide: (read) => decideHold(read, command),
    change({ puts }) {
      const reserved = reservationsIn(puts);
      return {
        added: reserved
          .filter(({ sessionId, seatId }) => evidence.reservation(sessionId, seatId) === undefined)
          .map(({ seatId }) => seatId),
        dropped: [],
        isKeyOnly: reserved.length === 0,
        request,
        seatIds: [...wanted.keys()],
      };
    },
    steps({ puts }, change) {
      const reserved = reservationsIn(puts);
      const fresh = new Set(reserved.map(({ seatId }) => seatId));
      const own = [...wanted.keys()].filter((seatId) => !fresh.has(seatId));
      return [
        sessionStep(context, change),
        ...reserved.flatMap((record) => [
          lockStep(context, record, claim.expiresAtMs),
          reserveStep(context, record),
        ]),
        ...own.map((seatId) => guardStep(context, seatId)),
      ];
    },
    // Without a key, seats that are the session's already are held by saying so. A key that is known answers from the session alone.
    untested: ({ outcome }) =>
      outcome.kind === 'held' && request === null
        ? outcome.seatIds.filter((seatId) => evidence.shownSeat(seatId) === undefined)
        : [],
  });
}

function reservationsIn(puts: readonly { type: string; record: unknown }[]): ReservationRecord[] {
  return puts.flatMap(({ type, record }) => (type === 'reservation' ? [record as ReservationRecord] : []));
}

/** A wanted seat is taken to be free, unless the session has it already. */
function assumed(
  { claim, nowMs }: HoldCommand,
  wanted: WantedSeat | undefined,
  seatId: string,
  isHeld: boolean,
): AssumedSeat {
  const { eventId, sessionId, userId, expiresAtMs } = claim;
  const { tier = '', priceMinor = 0 } = wanted ?? {};
  const free: SeatRecord = {
    eventId,
    seatId,
    sectionId: seatId.slice(0, seatId.indexOf('#')),
    tier,
    priceMinor,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: 0,
    updatedAtMs: nowMs,
  };
  if (!isHeld) return { seat: free, reservation: undefined };
  const base = { sessionId, seatId, eventId, userId, tier, priceMinor };
  return {
    seat: { ...free, availability: 'locked', sessionId, expiresAtMs },
    reservation: { ...base, state: 'locked', createdAtMs: nowMs, paymentId: null },
  };
}
