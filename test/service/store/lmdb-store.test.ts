import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { describeReservationStore } from '../../contracts/reservation-store.contract.ts';
import { WriteFault } from './write-fault.ts';

describeReservationStore(
  'the LMDB store',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tix-store-'));
    const fault = new WriteFault();
    const hooks = { beforeWrite: (write: unknown) => fault.strike(write) };
    let store = await openLmdbStore({ dir, hooks });
    return {
      store,
      async reopen() {
        await store.close();
        store = await openLmdbStore({ dir, hooks });
        return store;
      },
      plant: (chosen) => fault.plant(chosen),
      async close() {
        await store.close();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  },
  { changeLog: true, consistentSections: true, durable: true, writeFaults: true },
);
