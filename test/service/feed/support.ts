import type { SeatState } from '../../../src/core/reservation/index.ts';
import { createMemoryAvailability } from '../../../src/service/adapters/availability-memory/index.ts';
import type { FeedChange } from '../../../src/service/feed/index.ts';
import { type AvailabilityCache, CacheUnavailableError } from '../../../src/service/ports/index.ts';

export const NOW_MS = 1_764_000_000_000;

export function seatChange(sectionId: string, number: number, ver: number, atMs = NOW_MS): FeedChange {
  const availability = ver === 0 ? 'available' : (['reserved', 'available', 'locked'] as const)[ver % 3];
  return {
    atMs,
    body: {
      kind: 'seat',
      eventId: 'final',
      sectionId,
      seatId: `${sectionId}#B1#R1#S${number}`,
      availability: availability ?? 'available',
      expiresAtMs: availability === 'locked' ? NOW_MS + 600_000 : null,
      sessionId: ver === 0 ? null : `session-${ver}`,
      ver,
    },
  };
}

export function sectionSeats(sectionId: string, count = 6): SeatState[] {
  return Array.from({ length: count }, (_, number) => ({
    seatId: `${sectionId}#B1#R1#S${number}`,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: 0,
  }));
}

/** A cache that can be out of reach for some sections, and remembers which ones it was told about. */
export function watchedCache() {
  const memory = createMemoryAvailability();
  const told: string[] = [];
  const away = new Set<string>();
  const cache: AvailabilityCache = {
    section: (...args) => memory.section(...args),
    invalidate: (...args) => memory.invalidate(...args),
    clear: () => memory.clear(),
    close: () => memory.close(),
    async apply(eventId, sectionId, ...seats) {
      if (away.has(sectionId)) throw new CacheUnavailableError('away');
      told.push(sectionId);
      await memory.apply(eventId, sectionId, ...seats);
    },
  };
  return { cache, told, away };
}
