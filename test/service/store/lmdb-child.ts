// Another process on the store of a test: `node lmdb-child.ts MODE DIR`. Tells its parent what it did, message by message.

import { auditStore } from '../../../src/core/audit/index.ts';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { OPENS_MS, Sale } from '../../contracts/reservation-store.sale.ts';
import { ALL_SEATS, type FromChild, raceFor } from './lmdb-race.ts';

const WORKERS = 48;

const modes: Record<string, (dir: string) => Promise<void>> = {
  load: (dir) => underLoad(dir, Number.POSITIVE_INFINITY),
  race,
  audit,
  fill,
};

const [mode = '', dir = ''] = process.argv.slice(2);
await modes[mode]?.(dir);
process.disconnect();

async function tell(message: FromChild): Promise<void> {
  await new Promise<void>((resolve) => {
    process.send?.(message, () => resolve());
  });
}

/** Sessions that take two seats each and let them lapse, `WORKERS` at a time, for ever. */
async function underLoad(directory: string, rounds: number): Promise<void> {
  const sale = await Sale.open(await openLmdbStore({ dir: directory }));
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => shop(sale, round, worker)));
    // Everything lapses, and the next round takes the same seats and places.
    sale.wait(600);
  }
}

async function shop(sale: Sale, round: number, worker: number): Promise<void> {
  const session = await sale.shopper(`user-${round}-${worker}`, { newcomerPlaces: [worker] });
  const seatIds = [ALL_SEATS[2 * worker] ?? '', ALL_SEATS[2 * worker + 1] ?? ''];
  const outcome = await sale.hold(session, seatIds);
  if (outcome.kind === 'held') await tell({ kind: 'held', held: { sessionId: session.sessionId, seatIds } });
}

/** Wants every seat, one after the other, each for a session of its own. */
async function race(directory: string): Promise<void> {
  const sale = new Sale(await openLmdbStore({ dir: directory }));
  await raceFor(sale, 'child', 40, (held) => tell({ kind: 'held', held }));
  await sale.store.close();
}

/** Audits the store again and again beside a process that writes to it. */
async function audit(directory: string): Promise<void> {
  const store = await openLmdbStore({ dir: directory, readOnly: true });
  for (let time = 0; time < 5; time += 1) {
    const { violationCount, counts } = await auditStore(store.scan(), { nowMs: OPENS_MS });
    const { available, locked, sold } = counts.seats;
    await tell({ kind: 'audited', violations: violationCount, seats: available + locked + sold });
  }
  await store.close();
}

/** Holds seats until the store refuses because the file cannot grow, and goes on asking. */
async function fill(directory: string): Promise<void> {
  const sale = await Sale.open(await openLmdbStore({ dir: directory }));
  let refusals = 0;
  for (let round = 0; refusals < 3; round += 1) {
    try {
      await shop(sale, round, round % WORKERS);
      if (round % WORKERS === WORKERS - 1) sale.wait(600);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      refusals += 1;
      await tell({ kind: 'refused', name: error.name, message: error.message });
    }
  }
  await sale.store.close();
  await tell({ kind: 'closed' });
}
