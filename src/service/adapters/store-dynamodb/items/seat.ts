import type { Availability, SeatRecord, SeatState } from '../../../../core/reservation/index.ts';
import type { SeatSeed } from '../../../ports/index.ts';
import { Fields, type Item, isoTime, toItem } from './fields.ts';
import { keyOf, seatIndexKey } from './keys.ts';

const AVAILABILITIES: readonly Availability[] = ['available', 'locked', 'reserved'];

/** A seat as it enters the store. `shards` is the event's number of index shards. */
export function seededSeatItem(eventId: string, seed: SeatSeed, shards: number, nowMs: number): Item {
  const { seatId, sectionId, tier, priceMinor } = seed;
  const [, blockId, rowId, seatNumber] = seatId.split('#');
  return toItem({
    ...keyOf({ type: 'seat', eventId, seatId }),
    ...seatIndexKey(eventId, sectionId, seatId, shards),
    eventId,
    sectionId,
    blockId,
    rowId,
    seatNumber,
    seatId,
    tier,
    priceMinor,
    availability: 'available',
    ver: 0,
    updatedAt: isoTime(nowMs),
  });
}

/** The item with what a decision made of the seat; what never changes (its place in the venue and in the index) stays as it is stored. */
export function changedSeatItem(stored: Item, record: SeatRecord): Item {
  const { expiresAt: _, sessionId: __, ...kept } = stored;
  const { availability, expiresAtMs, sessionId, ver, updatedAtMs } = record;
  return {
    ...kept,
    ...toItem({
      availability,
      expiresAt: expiresAtMs === null ? null : isoTime(expiresAtMs),
      sessionId,
      ver,
      updatedAt: isoTime(updatedAtMs),
    }),
  };
}

export function seatOf(item: Item): SeatRecord {
  const fields = new Fields(item);
  return {
    eventId: fields.text('eventId'),
    sectionId: fields.text('sectionId'),
    tier: fields.text('tier'),
    priceMinor: fields.number('priceMinor'),
    updatedAtMs: fields.time('updatedAt'),
    ...changingPart(fields, fields.text('seatId')),
  };
}

/** What the index tells of a seat: its keys and what a map needs. */
export function seatStateOf(sectionId: string, indexItem: Item): SeatState {
  const fields = new Fields(indexItem);
  return changingPart(fields, `${sectionId}#${fields.text('GSI1SK')}`);
}

function changingPart(fields: Fields, seatId: string): SeatState {
  return {
    seatId,
    availability: fields.oneOf('availability', AVAILABILITIES),
    expiresAtMs: fields.timeOrNull('expiresAt'),
    sessionId: fields.textOrNull('sessionId'),
    ver: fields.number('ver'),
  };
}
