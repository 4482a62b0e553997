import type { Deployment, Preset } from './schema.ts';

/** What a preset leaves to the operator. */
type Given = 'identity' | 'payments' | 'devLogin';

/** Fits into a new account with its default quotas, costs little while nobody comes, and can be taken down whole. */
const rehearsal: Deployment = {
  preset: 'rehearsal',
  name: 'tix-rehearsal',
  region: 'eu-central-1',
  originShieldRegion: null,
  domain: null,
  identity: null,
  devLogin: true,
  payments: { kind: 'rehearsal' },
  alarmEmail: null,
  keepData: false,
  concurrency: {
    queue: 100,
    holds: 200,
    maps: 150,
    shop: 200,
    webhooks: 50,
    mapQueue: 20,
    outboundQueue: 20,
    expiryQueue: 10,
    reconciler: 2,
  },
  warm: null,
  cache: { nodeType: 'cache.t4g.small', replicas: 1 },
  rates: { queue: 3_000, signIn: 1_000, everything: 10_000 },
  throttle: { queue: 500, everything: 5_000 },
  logDays: 7,
  quotas: {
    lambdaConcurrency: 1_000,
    tableWriteUnits: 40_000,
    tableReadUnits: 40_000,
    apiRequestsPerSecond: 10_000,
  },
};

/**
 * 100,000 seats and ten million people. Two-seat holds at 1,000 a second write 2 × 2 units to the seats, 3 × 2 to the reservations, and as
 * much again to their indexes; the rest is room for checkouts, sessions and what is tried in vain.
 */
const sale: Omit<Deployment, Given> = {
  preset: 'sale',
  name: 'tix',
  region: 'eu-central-1',
  originShieldRegion: 'eu-central-1',
  domain: null,
  alarmEmail: null,
  keepData: true,
  concurrency: {
    queue: 1_000,
    holds: 2_500,
    maps: 1_500,
    shop: 2_500,
    webhooks: 300,
    mapQueue: 100,
    outboundQueue: 100,
    expiryQueue: 50,
    reconciler: 2,
  },
  warm: {
    seats: { readUnits: 20_000, writeUnits: 15_000 },
    reservations: { readUnits: 30_000, writeUnits: 30_000 },
  },
  cache: { nodeType: 'cache.r7g.xlarge', replicas: 2 },
  rates: { queue: 3_000, signIn: 1_000, everything: 10_000 },
  throttle: { queue: 5_000, everything: 30_000 },
  logDays: 30,
  quotas: {
    lambdaConcurrency: 10_000,
    tableWriteUnits: 40_000,
    tableReadUnits: 40_000,
    apiRequestsPerSecond: 40_000,
  },
};

export const PRESETS: { readonly [name in Preset]: Partial<Deployment> } = {
  rehearsal,
  sale: { ...sale, identity: null, devLogin: false },
};
