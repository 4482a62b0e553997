import type { IdempotencyEntry, SessionRecord, SessionState } from '../../../../core/reservation/index.ts';
import { Fields, type Item, isoTime, toItem } from './fields.ts';
import { keyOf, userEventPartition } from './keys.ts';

/** Idempotency keys a session item has room for: as many as the rules remember. */
export const KEY_SLOTS = 8;

const STATES: readonly SessionState[] = ['reservation', 'checkout', 'finalised', 'cancelled', 'expired'];

/** A session as it is stored: the record, and what only this store keeps with it. */
export interface StoredSession {
  readonly record: SessionRecord;
  /** Grows with every write, also those that leave `ver` alone: equal revisions mean equal items. */
  readonly rev: number;
  /** The seats of its reservation records, so that the item alone tells which records belong to it. */
  readonly seatsHeld: ReadonlySet<string>;
}

export function sessionItem({ record, rev, seatsHeld }: StoredSession): Item {
  const { sessionId, eventId, userId, tokenId, placeNo, state, seatLimit, ver, paymentId } = record;
  return toItem({
    ...keyOf({ type: 'session', sessionId }),
    GSI1PK: userEventPartition(userId, eventId),
    GSI1SK: sessionId,
    kind: 'session',
    sessionId,
    eventId,
    userId,
    tokenId,
    placeNo,
    state,
    createdAt: isoTime(record.createdAtMs),
    expiresAt: isoTime(record.expiresAtMs),
    seatLimit,
    resCount: record.heldCount,
    ver,
    rev,
    idem: keySlots(record.idempotency),
    seatsHeld: seatsHeld.size === 0 ? null : seatsHeld,
    paymentId,
    updatedAt: isoTime(record.updatedAtMs),
  });
}

export function sessionOf(item: Item): StoredSession {
  const fields = new Fields(item);
  return {
    rev: fields.number('rev'),
    seatsHeld: fields.set('seatsHeld'),
    record: {
      sessionId: fields.text('sessionId'),
      eventId: fields.text('eventId'),
      userId: fields.text('userId'),
      tokenId: fields.text('tokenId'),
      placeNo: fields.number('placeNo'),
      state: fields.oneOf('state', STATES),
      createdAtMs: fields.time('createdAt'),
      expiresAtMs: fields.time('expiresAt'),
      seatLimit: fields.number('seatLimit'),
      heldCount: fields.number('resCount'),
      ver: fields.number('ver'),
      idempotency: fields.list('idem').flatMap((slot) => (slot === null ? [] : [keyEntry(slot)])),
      paymentId: fields.textOrNull('paymentId'),
      updatedAtMs: fields.time('updatedAt'),
    },
  };
}

/** One slot's content. Short names: the slots are most of what a session item weighs. */
export function keySlot({ key, requestHash, seatIds }: IdempotencyEntry) {
  return { k: key, h: requestHash, s: [...seatIds] };
}

/** Always all slots, the oldest first and empty ones before it, so that an update can move them along without reading them. */
function keySlots(entries: readonly IdempotencyEntry[]) {
  const empty = Array.from({ length: KEY_SLOTS - entries.length }, () => null);
  return [...empty, ...entries.map(keySlot)];
}

function keyEntry(slot: { k: string; h: string; s: string[] }): IdempotencyEntry {
  return { key: slot.k, requestHash: slot.h, seatIds: slot.s };
}
