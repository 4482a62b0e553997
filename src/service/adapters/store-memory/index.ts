import type { ReservationStore } from '../../ports/index.ts';
import { EmbeddedStore } from '../store-embedded/index.ts';
import { MemoryEngine, type MemoryStoreOptions } from './memory-engine.ts';

export { MemoryEngine, type MemoryStoreOptions } from './memory-engine.ts';

/** A store that forgets everything when it ends: for tests that must run the same way every time. */
export function createMemoryStore(options: MemoryStoreOptions = {}): ReservationStore {
  return new EmbeddedStore(new MemoryEngine(options));
}
