import { type AuditReport, auditStore } from '../../core/audit/index.ts';
import { lmdbLedger } from '../../service/adapters/payment-test/index.ts';
import type { ReservationStore, StoredItem } from '../../service/ports/index.ts';
import type { Tally } from '../crowd/index.ts';
import { itemsOf } from '../stored-items.ts';

export interface Verified {
  readonly audit: AuditReport;
  /** Charges in the provider's books that ended neither in seats nor in a refund in ours. */
  readonly lostPayments: readonly string[];
  /** Seats that buyers were told are theirs and the store gives to somebody else. */
  readonly brokenPromises: readonly string[];
}

interface Evidence {
  readonly store: ReservationStore;
  readonly eventId: string;
  /** The test provider's books. */
  readonly providerDir: string;
  readonly tally: Tally;
  readonly nowMs: number;
}

/** Holds the store against three independent accounts: its own invariants, the provider's books, and what the buyers were told. */
export async function verify({ store, eventId, providerDir, tally, nowMs }: Evidence): Promise<Verified> {
  const audit = await auditStore(itemsOf(store, eventId), { nowMs });
  return {
    audit,
    lostPayments: await chargesWithoutEnd(store, providerDir),
    brokenPromises: await promisesBroken(itemsOf(store, eventId), tally),
  };
}

async function chargesWithoutEnd(store: ReservationStore, providerDir: string): Promise<string[]> {
  const ledger = lmdbLedger(providerDir);
  const lost: string[] = [];
  for (const { providerRef, paymentId, status } of ledger.all()) {
    if (status !== 'approved' && status !== 'refunded') continue;
    const payment = await store.getPayment(paymentId);
    const charge = payment?.charges.find((known) => known.providerRef === providerRef);
    if (charge?.state !== (status === 'approved' ? 'settled' : 'refunded')) lost.push(providerRef);
  }
  await ledger.close();
  return lost;
}

async function promisesBroken(items: AsyncIterable<StoredItem>, tally: Tally): Promise<string[]> {
  const owners = new Map<string, string | null>();
  for await (const item of items)
    if (item.type === 'seat' && item.record.availability === 'reserved')
      owners.set(item.record.seatId, item.record.sessionId);
  return [...tally.bought]
    .filter(([seatId, owner]) => owners.get(seatId) !== owner)
    .map(([seatId]) => seatId);
}
