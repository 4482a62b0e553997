import type { PlaceRecord, TokenRecord, UserEventRecord } from '../../../../core/reservation/index.ts';
import { dropAfter, Fields, type Item, isoTime, toItem } from './fields.ts';
import { keyOf, userEventPartition } from './keys.ts';

/** A user's record of an event as it is stored; `rev` grows with every write. */
export interface StoredUserEvent {
  readonly record: UserEventRecord;
  readonly rev: number;
}

export function userEventItem({ record, rev }: StoredUserEvent): Item {
  const { userId, eventId, liveSessionId, liveUntilMs, admissions, waitingPass } = record;
  return toItem({
    ...keyOf({ type: 'userEvent', userId, eventId }),
    GSI1PK: userEventPartition(userId, eventId),
    GSI1SK: eventId,
    kind: 'userEvent',
    userId,
    eventId,
    liveSessionId,
    liveUntil: isoTime(liveUntilMs),
    admissions,
    waitingSince: waitingPass === null ? null : isoTime(waitingPass.sinceMs),
    waitingSlot: waitingPass === null ? null : isoTime(waitingPass.lastSlotStart * 1000),
    rev,
  });
}

export function userEventOf(item: Item): StoredUserEvent {
  const fields = new Fields(item);
  const sinceMs = fields.timeOrNull('waitingSince');
  return {
    rev: fields.number('rev'),
    record: {
      userId: fields.text('userId'),
      eventId: fields.text('eventId'),
      liveSessionId: fields.textOrNull('liveSessionId'),
      liveUntilMs: fields.time('liveUntil'),
      admissions: fields.number('admissions'),
      waitingPass: sinceMs === null ? null : { sinceMs, lastSlotStart: fields.time('waitingSlot') / 1000 },
    },
  };
}

export function tokenItem(record: TokenRecord): Item {
  const { eventId, tokenId, userId, sessionId, registeredAtMs } = record;
  return toItem({
    ...keyOf({ type: 'token', eventId, tokenId }),
    kind: 'token',
    eventId,
    tokenId,
    userId,
    sessionId,
    registeredAt: isoTime(registeredAtMs),
  });
}

export function tokenOf(item: Item): TokenRecord {
  const fields = new Fields(item);
  return {
    eventId: fields.text('eventId'),
    tokenId: fields.text('tokenId'),
    userId: fields.text('userId'),
    sessionId: fields.text('sessionId'),
    registeredAtMs: fields.time('registeredAt'),
  };
}

/** A place that lapsed is free whether or not its record is still there; it may be dropped a day later. */
const LAPSED_KEPT_SECONDS = 86_400;

/** @param presentMs this machine's present, from which DynamoDB's own clearing away is counted */
export function placeItem(record: PlaceRecord, presentMs: number): Item {
  const { eventId, placeNo, sessionId, untilMs } = record;
  return toItem({
    ...keyOf({ type: 'place', eventId, placeNo }),
    kind: 'place',
    eventId,
    placeNo,
    sessionId,
    until: isoTime(untilMs),
    ttl: dropAfter(untilMs, presentMs, LAPSED_KEPT_SECONDS),
  });
}

export function placeOf(item: Item): PlaceRecord {
  const fields = new Fields(item);
  return {
    eventId: fields.text('eventId'),
    placeNo: fields.number('placeNo'),
    sessionId: fields.text('sessionId'),
    untilMs: fields.time('until'),
  };
}
