import type { ReservationRecord } from '../../../../core/reservation/index.ts';
import { dropAfter, Fields, type Item, isoTime, toItem } from './fields.ts';
import { keyOf, userEventPartition } from './keys.ts';

const STATES: readonly ReservationRecord['state'][] = ['locked', 'reserved'];

/**
 * How long the record of a hold that nobody ended is kept before DynamoDB may drop it: far longer than any payment stays open. A sold
 * reservation has no such end.
 */
const LEFTOVER_KEPT_SECONDS = 90 * 86_400;

/** @param presentMs this machine's present, from which DynamoDB's own clearing away is counted */
export function reservationItem(record: ReservationRecord, presentMs: number): Item {
  const { sessionId, seatId, eventId, userId, state, tier, priceMinor, createdAtMs, paymentId } = record;
  return toItem({
    ...keyOf({ type: 'reservation', sessionId, seatId }),
    GSI1PK: userEventPartition(userId, eventId),
    GSI1SK: `${sessionId}#${state === 'locked' ? 'L' : 'R'}`,
    kind: 'reservation',
    sessionId,
    seatId,
    eventId,
    userId,
    resState: state,
    tier,
    priceMinor,
    createdAt: isoTime(createdAtMs),
    paymentId,
    ttl: state === 'locked' ? dropAfter(createdAtMs, presentMs, LEFTOVER_KEPT_SECONDS) : null,
  });
}

export function reservationOf(item: Item): ReservationRecord {
  const fields = new Fields(item);
  return {
    sessionId: fields.text('sessionId'),
    seatId: fields.text('seatId'),
    eventId: fields.text('eventId'),
    userId: fields.text('userId'),
    state: fields.oneOf('resState', STATES),
    tier: fields.text('tier'),
    priceMinor: fields.number('priceMinor'),
    createdAtMs: fields.time('createdAt'),
    paymentId: fields.textOrNull('paymentId'),
  };
}
