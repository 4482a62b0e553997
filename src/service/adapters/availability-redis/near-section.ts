import type { SeatState } from '../../../core/reservation/index.ts';
import type { SectionMap } from '../../ports/index.ts';
import { CachedSection } from '../availability-memory/index.ts';

/** What this process has of a section: a copy of the map in Redis, or while Redis is away what the store said. */
export class NearSection {
  /** Names the map in Redis that this is a copy of; '' when it is none. */
  stamp = '';
  /** Until then it is served without asking anybody. */
  servedUntilMs = Number.NEGATIVE_INFINITY;
  /** End of freshness of the map it is a copy of. */
  freshUntilMs = Number.NEGATIVE_INFINITY;
  /** The invalidations that the load behind that map knew of. */
  seen = '';
  /** When the first lock in that map lapses. */
  nextLapseMs = Number.POSITIVE_INFINITY;
  /** When the store was last asked without Redis. */
  loadedAtMs = Number.NEGATIVE_INFINITY;
  #seats: CachedSection;

  constructor(eventId: string, sectionId: string) {
    this.#seats = new CachedSection(eventId, sectionId);
  }

  get seatCount(): number {
    return this.#seats.seatCount;
  }

  merge(seats: Iterable<SeatState>): void {
    for (const seat of seats) this.#seats.merge(seat);
  }

  map(nowMs: number): SectionMap {
    return this.#seats.map(nowMs);
  }

  /** Nothing here counts as known to be right any more. */
  distrust(): void {
    this.servedUntilMs = Number.NEGATIVE_INFINITY;
    this.freshUntilMs = Number.NEGATIVE_INFINITY;
    this.loadedAtMs = Number.NEGATIVE_INFINITY;
  }
}
