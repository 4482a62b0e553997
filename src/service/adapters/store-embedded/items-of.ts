import type { StoredItem } from '../../../core/reservation/index.ts';
import { EVERYTHING } from './keys.ts';
import type { Table, Tables } from './table.ts';

/** Every item of the tables, kind by kind. */
export function* itemsOf(tables: Tables): Iterable<StoredItem> {
  for (const record of all(tables.events)) yield { type: 'event', record };
  for (const record of all(tables.seats)) yield { type: 'seat', record };
  for (const record of all(tables.sessions)) yield { type: 'session', record };
  for (const record of all(tables.reservations)) yield { type: 'reservation', record };
  for (const record of all(tables.userEvents)) yield { type: 'userEvent', record };
  for (const record of all(tables.tokens)) yield { type: 'token', record };
  for (const record of all(tables.places)) yield { type: 'place', record };
  for (const record of all(tables.payments)) yield { type: 'payment', record };
  for (const record of all(tables.dues)) yield { type: 'due', record };
}

function all<Value>(table: Table<Value>): Iterable<Value> {
  return table.range(EVERYTHING.from, EVERYTHING.to);
}
