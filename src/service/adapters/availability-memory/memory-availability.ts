import { LRUCache } from 'lru-cache';
import type { SeatState } from '../../../core/reservation/index.ts';
import type { AvailabilityCache, SectionMap } from '../../ports/index.ts';
import { CachedSection } from './cached-section.ts';

export interface MemoryAvailabilityOptions {
  /** Seats kept in all; the sections longest unread go first. */
  readonly seatsMax?: number;
  /** A map is loaded again after this time, should the change feed have failed. */
  readonly maxAgeMs?: number;
}

/** Maps inside this process. */
export class MemoryAvailability implements AvailabilityCache {
  readonly #sections: LRUCache<string, CachedSection>;
  readonly #maxAgeMs: number;

  constructor({ seatsMax = 1_000_000, maxAgeMs = 15_000 }: MemoryAvailabilityOptions) {
    this.#sections = new LRUCache({ maxSize: seatsMax });
    this.#maxAgeMs = maxAgeMs;
  }

  async section(
    eventId: string,
    sectionId: string,
    nowMs: number,
    load: () => Promise<readonly SeatState[]>,
  ): Promise<SectionMap> {
    const key = keyOf(eventId, sectionId);
    const known = this.#sections.get(key);
    if (known?.isFresh(nowMs, this.#maxAgeMs)) return known.map(nowMs);
    const section = known ?? new CachedSection(eventId, sectionId);
    // Known before the load begins: changes that come meanwhile must find it.
    if (known === undefined) this.#keep(key, section);
    await section.load(nowMs, load);
    if (this.#sections.peek(key) === section) this.#keep(key, section);
    return section.map(nowMs);
  }

  async apply(eventId: string, sectionId: string, ...seats: readonly SeatState[]): Promise<void> {
    const section = this.#sections.peek(keyOf(eventId, sectionId));
    for (const seat of seats) section?.merge(seat);
  }

  async invalidate(eventId: string, sectionId: string): Promise<void> {
    this.#sections.peek(keyOf(eventId, sectionId))?.invalidate();
  }

  async clear(): Promise<void> {
    this.#sections.clear();
  }

  async close(): Promise<void> {
    this.#sections.clear();
  }

  #keep(key: string, section: CachedSection): void {
    // The library measures a value once; a section that has grown is put in anew.
    this.#sections.delete(key);
    this.#sections.set(key, section, { size: Math.max(1, section.seatCount) });
  }
}

function keyOf(eventId: string, sectionId: string): string {
  return `${eventId}\n${sectionId}`;
}
