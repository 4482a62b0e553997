import { invariant } from '../../../../core/errors/index.ts';

/** Which of the two tables an item is in. */
export type Table = 'seats' | 'reservations';

export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** The record an item holds, named by what identifies it in the domain. */
export type Ref =
  | { readonly type: 'seat'; readonly eventId: string; readonly seatId: string }
  | { readonly type: 'session'; readonly sessionId: string }
  | { readonly type: 'reservation'; readonly sessionId: string; readonly seatId: string }
  | { readonly type: 'userEvent'; readonly userId: string; readonly eventId: string }
  | { readonly type: 'token'; readonly eventId: string; readonly tokenId: string }
  | { readonly type: 'place'; readonly eventId: string; readonly placeNo: number }
  | { readonly type: 'payment'; readonly paymentId: string }
  | { readonly type: 'due'; readonly paymentId: string };

/** Sort key of items that have a partition of their own. */
const ALONE = 'META';

/**
 * Prefixes keep kinds apart that share a table. `#` occurs in no id but a seat's, and partitions that begin with it are the store's own.
 */
export const EVENTS_PARTITION = '#EVENTS';
export const CURSORS_PARTITION = '#CURSORS';

/** So many places share a partition: a list of them is read in a few requests, and no rush of sessions meets in one partition. */
export const PLACES_PER_PARTITION = 64;

/** The due items are spread over so many partitions of the index. */
export const DUE_SHARDS = 8;

/** So are the entries of a sale's journal: a rush of arrivals writes more than one partition takes. */
export const JOURNAL_SHARDS = 16;

const SESSION_PREFIX = 'S#';
export const RESERVATION_PREFIX = 'R#';

export function tableOf({ type }: Ref): Table {
  return type === 'seat' ? 'seats' : 'reservations';
}

export function keyOf(ref: Ref): Key {
  switch (ref.type) {
    case 'seat':
      return { PK: `${plain(ref.eventId)}#${ref.seatId}`, SK: ALONE };
    case 'session':
      return { PK: ref.sessionId, SK: SESSION_PREFIX + ref.sessionId };
    case 'reservation':
      return { PK: ref.sessionId, SK: RESERVATION_PREFIX + ref.seatId };
    case 'userEvent':
      return { PK: `U#${ref.userId}`, SK: `E#${ref.eventId}` };
    case 'token':
      return { PK: `T#${plain(ref.eventId)}#${ref.tokenId}`, SK: ALONE };
    case 'place':
      return {
        PK: placesPartition(ref.eventId, Math.floor(ref.placeNo / PLACES_PER_PARTITION)),
        SK: String(ref.placeNo).padStart(7, '0'),
      };
    case 'payment':
      return { PK: `PAY#${ref.paymentId}`, SK: ALONE };
    case 'due':
      return { PK: `PAY#${ref.paymentId}`, SK: 'DUE' };
  }
}

/** A name for the record, unique over both tables. */
export function nameOf(ref: Ref): string {
  const { PK, SK } = keyOf(ref);
  return `${tableOf(ref)}\n${PK}\n${SK}`;
}

export function placesPartition(eventId: string, bucket: number): string {
  return `P#${plain(eventId)}#${bucket}`;
}

export function venuePartition(venueHash: string): string {
  return `#VENUE#${venueHash}`;
}

/** An entry of the sale's journal stands alone; readers find it through the index. */
export function journalPartition(eventId: string, key: string): string {
  return `J#${plain(eventId)}#${key}`;
}

export function journalIndexPartition(eventId: string, shard: number): string {
  return `J#${plain(eventId)}#${shard}`;
}

/** Index partition of everything a user has in an event. */
export function userEventPartition(userId: string, eventId: string): string {
  return `${userId}#${plain(eventId)}`;
}

export function duePartition(shard: number): string {
  return `#DUE#${shard}`;
}

/** Index partitions of a section: one, or one per shard when the event was made with several. */
export function sectionPartitions(eventId: string, sectionId: string, shards: number): string[] {
  const section = `${plain(eventId)}#${sectionId}`;
  return shards === 1 ? [section] : Array.from({ length: shards }, (_, shard) => `${section}#${shard}`);
}

/** The index key of a seat; the seat id is the section and this sort key, with `#` between them. */
export function seatIndexKey(eventId: string, sectionId: string, seatId: string, shards: number) {
  const partitions = sectionPartitions(eventId, sectionId, shards);
  const GSI1PK = partitions[shardOf(seatId, shards)];
  invariant(GSI1PK !== undefined, 'a seat falls into one of the shards');
  return { GSI1PK, GSI1SK: seatId.slice(sectionId.length + 1) };
}

/** FNV-1a over the UTF-16 units: even enough to spread ids, and the same on every machine. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % shards;
}

function plain(id: string): string {
  invariant(!id.includes('#'), 'ids hold no #');
  return id;
}
