import type { AvailabilityCache } from '../../ports/index.ts';
import { MemoryAvailability, type MemoryAvailabilityOptions } from './memory-availability.ts';

export { CachedSection } from './cached-section.ts';
export type { MemoryAvailabilityOptions } from './memory-availability.ts';

/** A cache of section maps inside this process. */
export function createMemoryAvailability(options: MemoryAvailabilityOptions = {}): AvailabilityCache {
  return new MemoryAvailability(options);
}
