export {
  placeItem,
  placeOf,
  type StoredUserEvent,
  tokenItem,
  tokenOf,
  userEventItem,
  userEventOf,
} from './admission.ts';
export { eventItem, eventKey, eventOf, type StoredEvent } from './event.ts';
export { type Attributes, Fields, type Item, isoTime, toItem } from './fields.ts';
export { journalItem, journalOf } from './journal.ts';
export {
  CURSORS_PARTITION,
  DUE_SHARDS,
  duePartition,
  EVENTS_PARTITION,
  JOURNAL_SHARDS,
  journalIndexPartition,
  type Key,
  keyOf,
  nameOf,
  PLACES_PER_PARTITION,
  placesPartition,
  RESERVATION_PREFIX,
  type Ref,
  sectionPartitions,
  type Table,
  tableOf,
  userEventPartition,
  venuePartition,
} from './keys.ts';
export { dueIndexKey, dueItem, dueOf, paymentItem, paymentOf } from './payment.ts';
export { reservationItem, reservationOf } from './reservation.ts';
export { changedSeatItem, seatOf, seatStateOf, seededSeatItem } from './seat.ts';
export { KEY_SLOTS, keySlot, type StoredSession, sessionItem, sessionOf } from './session.ts';
export { venueItems, venueOf } from './venue.ts';
