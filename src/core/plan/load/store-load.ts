import type { Assumptions } from '../assumptions.ts';
import type { Demand } from '../demand.ts';

/** Items written and read by one command, by where they are. */
export interface Units {
  readonly seats: number;
  readonly reservations: number;
  /** Entries of the index written with them. */
  readonly seatsIndex: number;
  readonly reservationsIndex: number;
  /** Items read, one unit each, and items read together in a transaction, two. */
  readonly read: number;
  readonly readTogether: number;
}

/** What each command touches, for an order of `n` seats. Sessions, users, dues and reservations stand in the index; places, tokens, payments do not. */
export const UNITS_OF = {
  // Session, token, place, user.
  startSession: (_n: number, placesTried: number): Units => ({
    ...{ seats: 0, seatsIndex: 0, reservations: 4, reservationsIndex: 2 },
    ...{ read: 2 + placesTried, readTogether: 0 },
  }),
  // Session; a lock and a reservation for each seat. Nothing is read.
  hold: (n: number): Units => ({
    ...{ seats: n, seatsIndex: n, reservations: 1 + n, reservationsIndex: 1 + n },
    ...{ read: 0, readTogether: 0 },
  }),
  // Session, place, user, payment, due; each seat.
  startCheckout: (n: number): Units => ({
    ...{ seats: n, seatsIndex: n, reservations: 5, reservationsIndex: 3 },
    ...{ read: 1, readTogether: 2 * n + 2 },
  }),
  // Payment, and the session that remembers the request.
  beginAttempt: (_n: number): Units => ({
    ...{ seats: 0, seatsIndex: 0, reservations: 2, reservationsIndex: 1 },
    ...{ read: 2, readTogether: 0 },
  }),
  // Payment; the due item moves, which its index entry does by being dropped and put.
  recordApproval: (_n: number): Units => ({
    ...{ seats: 0, seatsIndex: 0, reservations: 2, reservationsIndex: 2 },
    ...{ read: 0, readTogether: 2 },
  }),
  // Payment, due, place, user, session; seats and reservations, the latter moving in the index.
  settle: (n: number): Units => ({
    ...{ seats: n, seatsIndex: n, reservations: 5 + n, reservationsIndex: 3 + 2 * n },
    ...{ read: 0, readTogether: 4 + 2 * n + 1 },
  }),
} as const;

/** What meets tables, index partitions and the cache of seat maps. Units are DynamoDB's. */
export interface StoreLoad {
  readonly writeUnitsPerSecond: {
    readonly seats: number;
    readonly reservations: number;
    readonly seatsIndex: number;
    readonly reservationsIndex: number;
  };
  readonly readUnitsPerSecond: { readonly seats: number; readonly reservations: number };
  /** Index writes of the favourite section, on each of its partitions. */
  readonly favouriteSectionWritesPerSecond: number;
  /** Index writes on each partition of what is due. */
  readonly duePartitionWritesPerSecond: number;
  readonly cache: { readonly readsPerSecond: number; readonly writesPerSecond: number };
  readonly total: { readonly writeUnits: number; readonly readUnits: number };
}

export interface StoreSetting {
  readonly seats: number;
  readonly seatsPerOrder: number;
  readonly sections: number;
  readonly largestSectionSeats: number;
  readonly gsiShards: number;
  readonly mapRequestsPerSecond: number;
}

/** Write units of an item of up to 1 KB in a transaction; an index entry takes one. */
const TRANSACTED = 2;
const DUE_PARTITIONS = 8;
const READ_UNIT_BYTES = 4_096;
/** Units of an eventually consistent read. */
const EVENTUALLY = 0.5;

interface Rates {
  readonly sessions: number;
  readonly holds: number;
  readonly checkouts: number;
  readonly orders: number;
}

export function storeLoad(demand: Demand, setting: StoreSetting, assumed: Assumptions): StoreLoad {
  const { peak } = demand;
  const busiest = unitsAt(
    {
      sessions: peak.sessionsPerSecond,
      holds: peak.holdsPerSecond * assumed.holdTries,
      checkouts: peak.checkoutsPerSecond,
      orders: peak.ordersPerSecond,
    },
    setting,
    assumed,
  );
  const all = unitsAt({ ...demand, holds: demand.holds * assumed.holdTries }, setting, assumed);
  const reloadUnits =
    (setting.seats * assumed.indexedSeatBytes * EVENTUALLY) / READ_UNIT_BYTES / assumed.sectionReloadSeconds;
  const favouriteShare = Math.min(1, (assumed.favouriteFactor * setting.largestSectionSeats) / setting.seats);
  const mapEnvironments = Math.max(1, (setting.mapRequestsPerSecond * assumed.mapMs) / 1000);
  return {
    writeUnitsPerSecond: {
      seats: TRANSACTED * busiest.seats,
      reservations: TRANSACTED * busiest.reservations,
      seatsIndex: busiest.seatsIndex,
      reservationsIndex: busiest.reservationsIndex,
    },
    readUnitsPerSecond: {
      seats: reloadUnits,
      reservations:
        busiest.read +
        TRANSACTED * busiest.readTogether +
        peak.sessionsPerSecond * assumed.sessionReads +
        peak.checkoutsPerSecond * assumed.paymentReads,
    },
    favouriteSectionWritesPerSecond: (busiest.seatsIndex * favouriteShare) / setting.gsiShards,
    // A due item is put, moved (twice written) and dropped.
    duePartitionWritesPerSecond: (peak.checkoutsPerSecond + 3 * peak.ordersPerSecond) / DUE_PARTITIONS,
    cache: {
      readsPerSecond: Math.min(
        setting.mapRequestsPerSecond * setting.sections,
        (mapEnvironments * setting.sections) / assumed.nearCopySeconds,
      ),
      writesPerSecond: busiest.seats,
    },
    total: {
      writeUnits: TRANSACTED * (all.seats + all.reservations) + all.seatsIndex + all.reservationsIndex,
      readUnits:
        all.read +
        TRANSACTED * all.readTogether +
        demand.sessions * assumed.sessionReads +
        demand.checkouts * assumed.paymentReads +
        reloadUnits * demand.saleSeconds,
    },
  };
}

function unitsAt(rates: Rates, { seatsPerOrder: n }: StoreSetting, { placesTried }: Assumptions): Units {
  const parts: readonly (readonly [number, Units])[] = [
    [rates.sessions, UNITS_OF.startSession(n, placesTried)],
    [rates.holds, UNITS_OF.hold(n)],
    [rates.checkouts, UNITS_OF.startCheckout(n)],
    [rates.checkouts, UNITS_OF.beginAttempt(n)],
    [rates.orders, UNITS_OF.recordApproval(n)],
    [rates.orders, UNITS_OF.settle(n)],
  ];
  const total = (part: keyof Units) => parts.reduce((sum, [rate, units]) => sum + rate * units[part], 0);
  return {
    seats: total('seats'),
    reservations: total('reservations'),
    seatsIndex: total('seatsIndex'),
    reservationsIndex: total('reservationsIndex'),
    read: total('read'),
    readTogether: total('readTogether'),
  };
}
