import type { EventRecord } from '../../../../core/reservation/index.ts';
import type { SeatSeed } from '../../../ports/index.ts';
import { eventItem, type Item, seededSeatItem, venueItems } from '../items/index.ts';

/** On-demand price of writes in the Region where it is lowest, for an order of magnitude; other Regions cost up to twice as much. */
export const WRITE_PRICE = { usdPerMillion: 0.625, region: 'us-east-1', since: '2024-11-01' } as const;

/** A new on-demand table takes so many write units a second before it has grown. */
const NEW_TABLE_WCU = 4_000;
const UNIT_BYTES = 1_024;
/** Attributes that the index of seats projects, beside its own keys and the table's. */
const PROJECTED = new Set(['PK', 'SK', 'GSI1PK', 'GSI1SK', 'availability', 'expiresAt', 'sessionId', 'ver']);

export interface SeedingCost {
  readonly items: number;
  readonly bytes: number;
  /** Write units of the tables and of the index of seats. */
  readonly wcu: number;
  readonly usd: number;
  readonly price: typeof WRITE_PRICE;
  /** At the rate that new tables take; less when they were warmed. */
  readonly secondsAtLeast: number;
}

/** What seeding writes and what that costs, worked out from the very items. */
export function seedingCost(
  event: EventRecord,
  venueJson: string,
  seats: Iterable<SeatSeed>,
  gsiShards: number,
): SeedingCost {
  let [items, bytes, wcu] = [0, 0, 0];
  for (const seat of seats) {
    const item = seededSeatItem(event.eventId, seat, gsiShards, event.createdAtMs);
    const size = itemBytes(item);
    items += 1;
    bytes += size;
    wcu += units(size) + units(itemBytes(item, PROJECTED));
  }
  const seatWcu = wcu;
  // The event and its venue file are put in a transaction, which costs twice.
  for (const item of [eventItem(event, gsiShards), ...venueItems(event.venueHash, venueJson)]) {
    const size = itemBytes(item);
    items += 1;
    bytes += size;
    wcu += 2 * units(size);
  }
  return {
    items,
    bytes,
    wcu,
    usd: (wcu * WRITE_PRICE.usdPerMillion) / 1_000_000,
    price: WRITE_PRICE,
    secondsAtLeast: Math.ceil(seatWcu / 2 / NEW_TABLE_WCU),
  };
}

function units(bytes: number): number {
  return Math.ceil(bytes / UNIT_BYTES);
}

/** As DynamoDB counts: names and texts in UTF-8, about a byte per two digits of a number. Seats and events hold nothing nested. */
function itemBytes(item: Item, only?: ReadonlySet<string>): number {
  let bytes = 0;
  for (const [name, { S, N, B }] of Object.entries(item)) {
    if (only !== undefined && !only.has(name)) continue;
    bytes += Buffer.byteLength(name);
    bytes += S === undefined ? 0 : Buffer.byteLength(S);
    bytes += N === undefined ? 0 : Math.ceil(N.length / 2) + 1;
    bytes += B?.length ?? 0;
  }
  return bytes;
}
