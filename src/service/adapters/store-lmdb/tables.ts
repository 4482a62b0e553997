import type { Database, RootDatabase } from 'lmdb';
import type { EventRecord, PaymentRecord, UserEventRecord } from '../../../core/reservation/index.ts';
import { StoreUnavailableError } from '../../ports/index.ts';
import { LmdbTable, type Snapshot } from './lmdb-table.ts';
import {
  dueRows,
  logRows,
  placeRows,
  type RowCodec,
  reservationRows,
  seatRows,
  sessionRows,
  tokenRows,
  whole,
} from './rows.ts';

/**
 * The environment's tables. Opening them creates those that are missing, unless the environment was opened to be read only.
 *
 * @throws StoreUnavailableError when one is missing and may not be created
 */
export function openTables(root: RootDatabase<unknown, string>, dir: string) {
  const table = <Value, Row extends readonly unknown[]>(name: string, codec: RowCodec<Value, Row>) => {
    const db: Database<unknown, string> | undefined = root.openDB<unknown, string>(name, ROWS);
    if (db === undefined) {
      throw new StoreUnavailableError(
        `Store ${dir} was never finished: it lacks "${name}". Seed an event first.`,
      );
    }
    return new LmdbTable(name, db, codec);
  };
  return {
    events: table('events', whole<EventRecord>()),
    venues: table('venues', whole<string>()),
    seats: table('seats', seatRows),
    sessions: table('sessions', sessionRows),
    reservations: table('reservations', reservationRows),
    userEvents: table('userEvents', whole<UserEventRecord>()),
    tokens: table('tokens', tokenRows),
    sessionsOfUsers: table('sessionsOfUsers', whole<string>()),
    places: table('places', placeRows),
    payments: table('payments', whole<PaymentRecord>()),
    dues: table('dues', dueRows),
    dueQueue: table('dueQueue', dueRows),
    changes: table('changes', logRows),
    cursors: table('cursors', whole<number>()),
  };
}

export type LmdbTables = ReturnType<typeof openTables>;

/** The tables as they were when the snapshot was taken. */
export function tablesAt(tables: LmdbTables, snapshot: Snapshot): LmdbTables {
  return {
    events: tables.events.at(snapshot),
    venues: tables.venues.at(snapshot),
    seats: tables.seats.at(snapshot),
    sessions: tables.sessions.at(snapshot),
    reservations: tables.reservations.at(snapshot),
    userEvents: tables.userEvents.at(snapshot),
    tokens: tables.tokens.at(snapshot),
    sessionsOfUsers: tables.sessionsOfUsers.at(snapshot),
    places: tables.places.at(snapshot),
    payments: tables.payments.at(snapshot),
    dues: tables.dues.at(snapshot),
    dueQueue: tables.dueQueue.at(snapshot),
    changes: tables.changes.at(snapshot),
    cursors: tables.cursors.at(snapshot),
  };
}

/** Rows are plain arrays in MessagePack, readable without any schema kept beside them. */
const ROWS = { encoding: 'msgpack', useRecords: false } as const;

/** Named databases an environment may hold: the tables, the format mark, and room for more. */
export const TABLES_MAX = 32;
