import type { ReservationStore } from '../../ports/index.ts';
import { EmbeddedStore } from '../store-embedded/index.ts';
import { LmdbEngine, type LmdbStoreOptions } from './lmdb-engine.ts';

export type { LmdbStoreOptions } from './lmdb-engine.ts';

/**
 * Opens the reservation store in a directory, creating it unless `readOnly`. Several processes may use one store. Within one process
 * all openings share what the first one may do: after `readOnly`, close it before opening for writing.
 *
 * @throws StoreUnavailableError saying what is wrong with the directory and what to do; then nothing was changed.
 */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<ReservationStore> {
  return new EmbeddedStore(await LmdbEngine.open(options));
}
