import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type {
  DueRecord,
  EventRecord,
  ReservationRecord,
  SeatState,
  SessionRecord,
} from '../../../core/reservation/index.ts';
import { type Database, expressions, INDEX } from './connection/index.ts';
import { readEach, readOne } from './decisions/index.ts';
import {
  DUE_SHARDS,
  dueOf,
  duePartition,
  EVENTS_PARTITION,
  eventOf,
  type Item,
  isoTime,
  PLACES_PER_PARTITION,
  placeOf,
  placesPartition,
  RESERVATION_PREFIX,
  type Ref,
  reservationOf,
  seatStateOf,
  sectionPartitions,
  sessionOf,
  userEventOf,
  userEventPartition,
  venueOf,
  venuePartition,
} from './items/index.ts';

export async function listEvents(database: Database): Promise<EventRecord[]> {
  const items = await query(database, {
    ...expressions({ KeyConditionExpression: '#PK = :events' }, { events: EVENTS_PARTITION }),
    TableName: database.names.reservations,
    ConsistentRead: true,
  });
  return items.map((item) => eventOf(item).record);
}

export async function readVenue(database: Database, venueHash: string): Promise<string | undefined> {
  const items = await query(database, {
    ...expressions({ KeyConditionExpression: '#PK = :venue' }, { venue: venuePartition(venueHash) }),
    TableName: database.names.reservations,
    ConsistentRead: true,
  });
  return venueOf(items);
}

/** From the index, shard by shard; what was committed a moment ago may still be missing. */
export async function readSection(
  database: Database,
  eventId: string,
  sectionId: string,
  gsiShards: number,
): Promise<SeatState[]> {
  const shards = await Promise.all(
    sectionPartitions(eventId, sectionId, gsiShards).map((partition) =>
      query(database, {
        ...expressions({ KeyConditionExpression: '#GSI1PK = :section' }, { section: partition }),
        TableName: database.names.seats,
        IndexName: INDEX,
      }),
    ),
  );
  return shards
    .flat()
    .map((item) => seatStateOf(sectionId, item))
    .sort((a, b) => (a.seatId < b.seatId ? -1 : 1));
}

export async function readReservations(database: Database, sessionId: string): Promise<ReservationRecord[]> {
  const items = await query(database, {
    ...expressions(
      { KeyConditionExpression: '#PK = :session AND begins_with(#SK, :reservations)' },
      { session: sessionId, reservations: RESERVATION_PREFIX },
    ),
    TableName: database.names.reservations,
    ConsistentRead: true,
  });
  return items.map(reservationOf);
}

/**
 * The index tells which sessions a user had, the table how they are. A session of the last moments may be missing in the index, so the
 * live one is taken from the user's own record.
 */
export async function readSessions(
  database: Database,
  userId: string,
  eventId: string,
): Promise<SessionRecord[]> {
  const userEvent: Ref = { type: 'userEvent', userId, eventId };
  const [indexed, user] = await Promise.all([
    query(database, {
      ...expressions(
        {
          KeyConditionExpression: '#GSI1PK = :userEvent',
          FilterExpression: '#kind = :session',
          ProjectionExpression: '#sessionId',
        },
        { userEvent: userEventPartition(userId, eventId), session: 'session' },
      ),
      TableName: database.names.reservations,
      IndexName: INDEX,
    }),
    readOne(database, userEvent),
  ]);
  const ids = new Set(indexed.flatMap((item) => item.sessionId?.S ?? []));
  const live = user === undefined ? null : userEventOf(user).record.liveSessionId;
  if (live !== null) ids.add(live);
  if (ids.size === 0) return [];
  const refs = [...ids].map((sessionId): Ref => ({ type: 'session', sessionId }));
  const items = await readEach(database, refs, database.patience());
  return [...items.values()]
    .flatMap((item) => (item === undefined ? [] : sessionOf(item).record))
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
}

export async function freePlaces(
  database: Database,
  eventId: string,
  hardCap: number,
  nowMs: number,
): Promise<number[]> {
  const buckets = Array.from({ length: Math.ceil(hardCap / PLACES_PER_PARTITION) }, (_, bucket) => bucket);
  const items = await Promise.all(
    buckets.map((bucket) =>
      query(database, {
        ...expressions(
          { KeyConditionExpression: '#PK = :places', FilterExpression: '#until > :now' },
          { places: placesPartition(eventId, bucket), now: isoTime(nowMs) },
        ),
        TableName: database.names.reservations,
        ConsistentRead: true,
      }),
    ),
  );
  const taken = new Set(items.flat().map((item) => placeOf(item).placeNo));
  return Array.from({ length: hardCap }, (_, placeNo) => placeNo).filter((placeNo) => !taken.has(placeNo));
}

/** From the index, shard by shard; an item that is new or was moved a moment ago is found by the next look. */
export async function readDue(database: Database, nowMs: number, limit: number): Promise<DueRecord[]> {
  const shards = await Promise.all(
    Array.from({ length: DUE_SHARDS }, (_, shard) =>
      query(
        database,
        {
          // `$` follows `#`, which stands between the time and the payment.
          ...expressions(
            { KeyConditionExpression: '#GSI1PK = :due AND #GSI1SK < :end' },
            { due: duePartition(shard), end: `${isoTime(nowMs)}$` },
          ),
          TableName: database.names.reservations,
          IndexName: INDEX,
        },
        limit,
      ),
    ),
  );
  return shards
    .flat()
    .map(dueOf)
    .sort((a, b) => a.dueAtMs - b.dueAtMs)
    .slice(0, limit);
}

/** All items of a query, or the first `limit`. */
export async function query(
  database: Database,
  input: QueryCommandInput,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = {
      ...input,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
    };
    const answer = await database.run((client) => client.send(new QueryCommand(page)));
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && items.length < limit);
  return items;
}
