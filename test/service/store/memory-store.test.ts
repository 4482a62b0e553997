import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import { describeReservationStore } from '../../contracts/reservation-store.contract.ts';
import { WriteFault } from './write-fault.ts';

describeReservationStore(
  'the store in memory',
  async () => {
    const fault = new WriteFault();
    const store = createMemoryStore({ hooks: { beforeWrite: (write) => fault.strike(write) } });
    return { store, plant: (chosen) => fault.plant(chosen), close: () => store.close() };
  },
  { changeLog: true, consistentSections: true, durable: false, writeFaults: true },
);
