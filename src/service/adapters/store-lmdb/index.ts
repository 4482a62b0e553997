import type { ReservationStore } from '../../ports/index.ts';
import { EmbeddedStore } from '../store-embedded/index.ts';
import { LmdbEngine, type LmdbStoreOptions } from './lmdb-engine.ts';

export type { LmdbStoreOptions } from './lmdb-engine.ts';

/**
 * Opens the reservation store in a directory, creating it unless `readOnly`.
 *
 * @throws StoreUnavailableError saying what is wrong with the directory and what to do; then nothing was changed.
 */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<ReservationStore> {
  return new EmbeddedStore(new LmdbEngine(options));
}
