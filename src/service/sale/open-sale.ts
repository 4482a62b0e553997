import {
  appendEntry,
  commitmentOf,
  type EdgeKeys,
  formatEdgeKeys,
  formatSaleRecord,
  keysKey,
  openSchedule,
  parseSaleRecord,
  pruneSchedule,
  type SaleRecord,
  saleKey,
} from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { KeyValueConflictError, type KeyValueStore, type Random } from '../ports/index.ts';

export interface NewSale {
  readonly event: EventRecord;
  /** τ in force from the opening on. */
  readonly tau: number;
  readonly powBits: number;
  readonly tokenLifeSeconds: number;
  readonly sampling: SaleRecord['sampling'];
  /** Signs sign-in passes; shared by all events of a deployment. */
  readonly signInKey: Uint8Array;
}

/**
 * Makes the keys and the sale record of an event unless they exist: keys serve one sale and are never drawn again, so opening twice
 * changes nothing. Answers whether they were made now.
 */
export async function openSale(
  kvs: KeyValueStore,
  hashing: Hashing,
  random: Random,
  sale: NewSale,
): Promise<{ created: boolean }> {
  const { event } = sale;
  return inTheStore(kvs, async () => {
    if ((await kvs.get(keysKey(event.eventId))) !== undefined) return undefined;
    const keys = newKeys(random, sale.signInKey);
    const record: SaleRecord = {
      opensAt: event.opensAt,
      k: event.k,
      curve: event.curve,
      slotSeconds: event.slotSeconds,
      schedule: openSchedule(event.opensAt, sale.tau),
      phase: 'open',
      powBits: sale.powBits,
      tokenLifeSeconds: sale.tokenLifeSeconds,
      sampling: sale.sampling,
      forecast: { tau: sale.tau, endClock: null },
      commitment: commitmentOf(hashing, rulesOf(event), keys.lot, keys.draw),
      tunerEpoch: 0,
    };
    return {
      [keysKey(event.eventId)]: formatEdgeKeys(keys),
      [saleKey(event.eventId)]: formatSaleRecord(record),
    };
  });
}

/**
 * Appends one entry to the published schedule: from the epoch second `from` on, τ is `tau` (0 closes).
 *
 * @throws UserError `SALE_UNKNOWN` when the event has no readable sale record, `BAD_SCHEDULE_ENTRY` when `from` is in the past or τ is out
 * of range.
 */
export async function publishTau(
  kvs: KeyValueStore,
  change: {
    readonly eventId: string;
    readonly tau: number;
    /** Epoch s, at least `leadSeconds` ahead, so that every edge knows the entry before it is in force. */
    readonly from: number;
    readonly nowSeconds: number;
    readonly leadSeconds: number;
    readonly phase?: SaleRecord['phase'];
  },
): Promise<void> {
  const key = saleKey(change.eventId);
  await inTheStore(kvs, async () => {
    const sale = parseSaleRecord((await kvs.get(key)) ?? '');
    if (sale === undefined)
      throw new UserError(
        'SALE_UNKNOWN',
        `there is no readable sale record of ${change.eventId}; open the sale first`,
      );
    const longer = appendEntry(sale.schedule, change.from, change.tau, {
      now: change.nowSeconds,
      leadSeconds: change.leadSeconds,
    });
    const next: SaleRecord = {
      ...sale,
      schedule: pruneSchedule(longer, sale.slotSeconds, change.nowSeconds),
      phase: change.phase ?? sale.phase,
      forecast: change.tau > 0 ? { tau: change.tau, endClock: sale.forecast?.endClock ?? null } : null,
    };
    return { [key]: formatSaleRecord(next) };
  });
}

const TRIES_MAX = 20;

/** Decides on what the store holds and writes the decision, again from the start when another writer was faster. */
async function inTheStore(
  kvs: KeyValueStore,
  decide: () => Promise<Readonly<Record<string, string>> | undefined>,
): Promise<{ created: boolean }> {
  for (let tries = 1; ; tries++) {
    const ifMatch = await kvs.etag();
    const puts = await decide();
    if (puts === undefined) return { created: false };
    try {
      await kvs.update({ puts, ifMatch });
      return { created: true };
    } catch (error) {
      if (!(error instanceof KeyValueConflictError) || tries >= TRIES_MAX) throw error;
    }
  }
}

function newKeys(random: Random, signIn: Uint8Array): EdgeKeys {
  return {
    lot: random.bytes(32),
    draw: random.bytes(32),
    beacon: '',
    kid: 'k1',
    signing: { k1: random.bytes(32) },
    signIn,
    edge: random.bytes(32),
    challenge: random.bytes(32),
    sample: random.bytes(32),
  };
}

function rulesOf(event: EventRecord) {
  const { curve, eventId, holdbacks, k, opensAt, slotSeconds } = event;
  return { beacon: null, curve, eventId, holdbacks, k, opensAt, rosterRoot: null, slotSeconds };
}
