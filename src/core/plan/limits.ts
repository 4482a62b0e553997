import type { EdgeLoad, ServiceLoad, StoreLoad } from './load/index.ts';

/** Something that can run out. */
export interface Limit {
  readonly name: string;
  readonly unit: string;
  readonly needed: number;
  /** What an account or a partition has without being asked. */
  readonly limit: number;
  /** needed / limit; above 1 the sale fails without a change. */
  readonly share: number;
  /** What to do when it is near, and how long before the opening. */
  readonly remedy: string;
  /** Epoch s by which to do it; null when there is no need, or no opening yet. */
  readonly actBy: number | null;
  readonly leadDays: number;
}

/** Act when more than this share would be used: the estimate may be off. */
export const NEAR_SHARE = 0.7;

const DAY = 86_400;

interface Kind {
  readonly name: string;
  readonly unit: string;
  readonly limit: number;
  readonly leadDays: number;
  remedy(needed: number, limit: number): string;
}

const askFor = (what: string) => (needed: number) => `ask AWS for ${formatted(needed / NEAR_SHARE)} ${what}`;

/** Default quotas of AWS, as its documentation named them in November 2026, and DynamoDB's fixed limit of a partition. */
const KINDS = {
  cdnRequests: {
    name: 'CloudFront requests',
    unit: '/s a distribution',
    limit: 250_000,
    leadDays: 28,
    remedy: askFor('requests/s on the distribution'),
  },
  cdnBandwidth: {
    name: 'CloudFront data rate',
    unit: 'Gbit/s a distribution',
    limit: 150,
    leadDays: 28,
    remedy: askFor('Gbit/s on the distribution'),
  },
  lambda: {
    name: 'Lambda environments',
    unit: 'at once',
    limit: 1_000,
    leadDays: 14,
    remedy: askFor('concurrent executions'),
  },
  api: {
    name: 'API Gateway requests',
    unit: '/s an account',
    limit: 10_000,
    leadDays: 14,
    remedy: askFor('requests/s for the account'),
  },
  seatsTable: {
    name: 'Seats table writes',
    unit: 'units/s',
    limit: 40_000,
    leadDays: 14,
    remedy: askFor('write units for a table'),
  },
  reservationsTable: {
    name: 'Reservations table writes',
    unit: 'units/s',
    limit: 40_000,
    leadDays: 14,
    remedy: askFor('write units for a table'),
  },
  seatsWarm: {
    name: 'Seats table as it starts',
    unit: 'write units/s',
    limit: 4_000,
    leadDays: 2,
    remedy: (needed) => `warm table and index to ${formatted(needed / NEAR_SHARE)} write units`,
  },
  reservationsWarm: {
    name: 'Reservations table as it starts',
    unit: 'write units/s',
    limit: 4_000,
    leadDays: 2,
    remedy: (needed) => `warm table and index to ${formatted(needed / NEAR_SHARE)} write units`,
  },
  reservationsReadWarm: {
    name: 'Reservations table as it starts',
    unit: 'read units/s',
    limit: 12_000,
    leadDays: 2,
    remedy: (needed) => `warm the table to ${formatted(needed / NEAR_SHARE)} read units`,
  },
  favouriteSection: {
    name: 'Index partition of the favourite section',
    unit: 'write units/s',
    limit: 1_000,
    leadDays: 7,
    remedy: (needed, limit) =>
      `seed the event with ${Math.ceil(needed / NEAR_SHARE / limit)} times as many index shards`,
  },
  dues: {
    name: 'Index partition of payments due',
    unit: 'write units/s',
    limit: 1_000,
    leadDays: 7,
    remedy: () => 'hold fewer shoppers at once (--target)',
  },
  cache: {
    name: 'Redis commands',
    unit: '/s a node',
    limit: 100_000,
    leadDays: 7,
    remedy: () => 'take larger nodes, or let answers about maps live longer',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Everything that may run out, the nearest to its end first. */
export function limitsOf(
  load: { readonly edge: EdgeLoad; readonly service: ServiceLoad; readonly store: StoreLoad },
  opensAt: number | null,
): Limit[] {
  const { edge, service, store } = load;
  const { writeUnitsPerSecond: writes, readUnitsPerSecond: reads, cache } = store;
  const needed: Readonly<Record<keyof typeof KINDS, number>> = {
    cdnRequests: edge.requestsPerSecond,
    cdnBandwidth: edge.gigabitsPerSecond,
    lambda: service.environments,
    api: service.requestsPerSecond,
    seatsTable: writes.seats,
    reservationsTable: writes.reservations,
    seatsWarm: Math.max(writes.seats, writes.seatsIndex),
    reservationsWarm: Math.max(writes.reservations, writes.reservationsIndex),
    reservationsReadWarm: reads.reservations,
    favouriteSection: store.favouriteSectionWritesPerSecond,
    dues: store.duePartitionWritesPerSecond,
    cache: cache.readsPerSecond + cache.writesPerSecond,
  };
  return (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .map((key) => limitOf(KINDS[key], needed[key], opensAt))
    .sort((a, b) => b.share - a.share);
}

function limitOf(kind: Kind, needed: number, opensAt: number | null): Limit {
  const { name, unit, limit, leadDays } = kind;
  const share = needed / limit;
  const isNear = share > NEAR_SHARE;
  return {
    name,
    unit,
    needed,
    limit,
    share,
    leadDays,
    remedy: isNear ? kind.remedy(needed, limit) : '',
    actBy: isNear && opensAt !== null ? opensAt - leadDays * DAY : null,
  };
}

/** Two significant digits, so that nobody takes an estimate for a measurement. */
function formatted(value: number): string {
  return String(Number(value.toPrecision(2))).replace(/\B(?=(\d{3})+$)/g, ',');
}
