import type { EventRecord } from '../../../src/core/reservation/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import { createSale, type NewSale, readRecords } from '../../../src/service/sale/index.ts';

export const EVENT_ID = 'gala';
export const OPENS_AT = 1_800_000_000;
export const SIGN_IN_KEY = new Uint8Array(32).fill(7);

export function someEvent(changes: Partial<EventRecord> = {}): EventRecord {
  return {
    eventId: EVENT_ID,
    name: 'Gala',
    venueHash: 'hash',
    currency: 'EUR',
    opensAt: OPENS_AT,
    k: 2,
    curve: 'weibull',
    slotSeconds: 30,
    holdbacks: 0,
    seatLimit: 10,
    admissionsPerUser: 1,
    sessionTtlMs: 600_000,
    payTtlMs: 300_000,
    payGraceMs: 120_000,
    softCap: 100,
    hardCap: 120,
    seatCount: 1_000,
    createdAtMs: (OPENS_AT - 86_400) * 1000,
    ...changes,
  };
}

export function newSale(changes: Partial<NewSale> = {}): NewSale {
  return {
    event: someEvent(),
    tau: 300,
    powBits: 0,
    tokenLifeSeconds: 600,
    sampling: { arrivals: 0, requests: 0, suspects: 0 },
    signInKey: SIGN_IN_KEY,
    now: OPENS_AT - 3_600,
    ...changes,
  };
}

export const create = (kvs: KeyValueStore, changes: Partial<NewSale> = {}) =>
  createSale(kvs, nodeHashing, systemRandom, newSale(changes));

/** A store with one sale in it, its doors still shut. */
export async function storeWithSale(changes: Partial<NewSale> = {}): Promise<KeyValueStore> {
  const kvs = memoryKeyValueStore();
  await create(kvs, changes);
  return kvs;
}

export const recordsOf = (kvs: KeyValueStore) => readRecords(kvs, EVENT_ID);

export async function saleOf(kvs: KeyValueStore) {
  const { sale } = await recordsOf(kvs);
  if (sale === undefined) throw new Error('there is no sale');
  return sale;
}
