import type { EventRecord } from '../../../../core/reservation/index.ts';
import { Fields, type Item, isoTime, toItem } from './fields.ts';
import { EVENTS_PARTITION } from './keys.ts';

/** An event as it is stored: the record, and what only this store keeps with it. */
export interface StoredEvent {
  readonly record: EventRecord;
  /** Index shards of each of its sections; fixed when the event is made. */
  readonly gsiShards: number;
  /** Its seats are still being put, without conditions, by a bulk seeding: nobody is let in yet. Once sealed, sealed for good. */
  readonly sealed: boolean;
}

export function eventKey(eventId: string) {
  return { PK: EVENTS_PARTITION, SK: eventId };
}

export function eventItem(record: EventRecord, gsiShards: number): Item {
  const { opensAt, createdAtMs, ...terms } = record;
  return toItem({
    ...eventKey(record.eventId),
    kind: 'event',
    ...terms,
    opensAt: isoTime(opensAt * 1000),
    createdAt: isoTime(createdAtMs),
    gsiShards,
  });
}

export function eventOf(item: Item): StoredEvent {
  const fields = new Fields(item);
  const number = (name: keyof EventRecord) => fields.number(name);
  return {
    gsiShards: fields.number('gsiShards'),
    sealed: !fields.has('seeding'),
    record: {
      eventId: fields.text('eventId'),
      name: fields.text('name'),
      venueHash: fields.text('venueHash'),
      currency: fields.text('currency'),
      opensAt: fields.time('opensAt') / 1000,
      k: number('k'),
      curve: fields.text('curve'),
      slotSeconds: number('slotSeconds'),
      holdbacks: number('holdbacks'),
      seatLimit: number('seatLimit'),
      admissionsPerUser: number('admissionsPerUser'),
      sessionTtlMs: number('sessionTtlMs'),
      payTtlMs: number('payTtlMs'),
      payGraceMs: number('payGraceMs'),
      softCap: number('softCap'),
      hardCap: number('hardCap'),
      seatCount: number('seatCount'),
      createdAtMs: fields.time('createdAt'),
    },
  };
}
