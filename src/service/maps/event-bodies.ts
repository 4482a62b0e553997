import { LRUCache } from 'lru-cache';
import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import { SEAT_CODES } from '../../core/packed/index.ts';
import type { Venue } from '../../core/venue/index.ts';
import type { SectionMap } from '../ports/index.ts';
import { jsonRepresentation, packedRepresentation, type Representation, seatCodes } from './map-body.ts';

/** Bodies about a whole event, made from the maps of all its sections and kept until one of these changes. */
export interface EventBodies {
  /** Free and all seats by section, in venue order. */
  counts(eventId: string, maps: readonly SectionMap[], nowMs: number): Representation;
  /** Every seat of the venue at two bits, in venue order. */
  packed(eventId: string, venue: Venue, maps: readonly SectionMap[]): Representation;
}

interface Made {
  readonly maps: readonly SectionMap[];
  readonly body: Representation;
}

const EVENTS_MAX = 50;

export function createEventBodies(hashing: Hashing): EventBodies {
  const counts = new LRUCache<string, Made>({ max: EVENTS_MAX });
  const packed = new LRUCache<string, Made>({ max: EVENTS_MAX });

  function unlessKnown(
    known: LRUCache<string, Made>,
    eventId: string,
    maps: readonly SectionMap[],
    make: () => Representation,
  ): Representation {
    const before = known.get(eventId);
    if (before !== undefined && isSame(before.maps, maps)) return before.body;
    const body = make();
    known.set(eventId, { maps, body });
    return body;
  }
  const digest = (text: string) => toBase64Url(hashing.sha256(text).subarray(0, 12));

  return {
    counts: (eventId, maps, nowMs) =>
      unlessKnown(counts, eventId, maps, () => {
        const sections = maps.map(({ sectionId, availableCount, seats }) => ({
          sectionId,
          available: availableCount,
          total: seats.length,
        }));
        const body = {
          eventId,
          available: sections.reduce((sum, { available }) => sum + available, 0),
          total: sections.reduce((sum, { total }) => sum + total, 0),
          asOfMs: maps.reduce((oldest, { builtAtMs }) => Math.min(oldest, builtAtMs), nowMs),
          sections,
        };
        return jsonRepresentation(body, digest(JSON.stringify(sections)));
      }),
    packed: (eventId, venue, maps) =>
      unlessKnown(packed, eventId, maps, () => {
        const codes = new Uint8Array(venue.seatCount).fill(SEAT_CODES.absent);
        for (const map of maps) {
          const section = venue.section(map.sectionId);
          if (section !== undefined) codes.set(seatCodes(venue, section, map), section.firstSeat);
        }
        return packedRepresentation(codes, digest(maps.map(({ revision }) => revision).join()));
      }),
  };
}

/** Maps are never changed once made, so the same ones say the same. */
function isSame(a: readonly SectionMap[], b: readonly SectionMap[]): boolean {
  return a.length === b.length && a.every((map, i) => map === b[i]);
}
