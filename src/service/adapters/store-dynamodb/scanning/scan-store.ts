import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { StoredItem } from '../../../../core/reservation/index.ts';
import type { Database } from '../connection/index.ts';
import {
  dueOf,
  eventOf,
  type Item,
  paymentOf,
  placeOf,
  reservationOf,
  seatOf,
  sessionOf,
  tokenOf,
  userEventOf,
} from '../items/index.ts';

/** Parts of each table that are read at the same time; each has at most one page (1 MB) on its way or waiting. */
const SEGMENTS = 4;

interface Part {
  readonly table: string;
  readonly segment: number;
  readonly start: Item | undefined;
}

interface Page {
  readonly part: Part;
  readonly items: readonly Item[];
  readonly next: Item | undefined;
}

/** Every item of both tables, in no order and of no one moment: items are read one after another while others are written. */
export async function* scanStore(database: Database): AsyncIterable<StoredItem> {
  const { seats, reservations } = database.names;
  const underWay = new Map<Part, Promise<Page>>();
  const begin = (part: Part) => underWay.set(part, readPage(database, part));
  for (const table of [reservations, seats]) {
    for (let segment = 0; segment < SEGMENTS; segment += 1) begin({ table, segment, start: undefined });
  }
  try {
    while (underWay.size > 0) {
      const { part, items, next } = await Promise.race(underWay.values());
      underWay.delete(part);
      if (next !== undefined) begin({ ...part, start: next });
      for (const item of items) {
        const stored =
          part.table === seats ? ({ type: 'seat', record: seatOf(item) } as const) : recordOf(item);
        if (stored !== undefined) yield stored;
      }
    }
  } finally {
    // Whoever stops early does not wait for the rest; that it may fail concerns nobody.
    for (const page of underWay.values()) page.catch(() => undefined);
  }
}

async function readPage(database: Database, part: Part): Promise<Page> {
  const request = new ScanCommand({
    TableName: part.table,
    Segment: part.segment,
    TotalSegments: SEGMENTS,
    ConsistentRead: true,
    ...(part.start === undefined ? {} : { ExclusiveStartKey: part.start }),
  });
  const { Items = [], LastEvaluatedKey } = await database.run((client) => client.send(request));
  return { part, items: Items, next: LastEvaluatedKey };
}

/** The record of an item of the Reservations table; venue files and cursors are none. */
export function recordOf(item: Item): StoredItem | undefined {
  switch (item.kind?.S) {
    case 'event':
      return { type: 'event', record: eventOf(item).record };
    case 'session':
      return { type: 'session', record: sessionOf(item).record };
    case 'reservation':
      return { type: 'reservation', record: reservationOf(item) };
    case 'userEvent':
      return { type: 'userEvent', record: userEventOf(item).record };
    case 'token':
      return { type: 'token', record: tokenOf(item) };
    case 'place':
      return { type: 'place', record: placeOf(item) };
    case 'payment':
      return { type: 'payment', record: paymentOf(item) };
    case 'due':
      return { type: 'due', record: dueOf(item) };
    default:
      return undefined;
  }
}
