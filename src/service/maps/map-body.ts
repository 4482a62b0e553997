import { packSeats, SEAT_CODES } from '../../core/packed/index.ts';
import type { Section, Venue } from '../../core/venue/index.ts';
import type { SectionMap } from '../ports/index.ts';

/** A body as it is sent, with the tag that names its content. Made once and kept: hot maps are asked for far more often than they change. */
export interface Representation {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: 'application/json' | 'application/octet-stream';
  /** The same tag means that the same is said, though the moment of building may differ. */
  readonly tag: string;
}

interface MapBody {
  readonly eventId: string;
  readonly sectionId: string;
  readonly blockId?: string;
  readonly availableCount: number;
  readonly asOfMs: number;
  readonly seats: Readonly<Record<string, string>>;
}

const sections = new WeakMap<SectionMap, Representation>();
const blocks = new WeakMap<SectionMap, Map<string, Representation>>();
const counts = new WeakMap<SectionMap, Representation>();
const packed = new WeakMap<SectionMap, Representation>();
const codes = new WeakMap<SectionMap, Uint8Array>();

export function jsonRepresentation(value: unknown, tag: string): Representation {
  return { bytes: new TextEncoder().encode(JSON.stringify(value)), type: 'application/json', tag };
}

/** The section's map as JSON. */
export function sectionMapBody(map: SectionMap): Representation {
  return kept(sections, map, () => jsonRepresentation(bodyOf(map), map.revision));
}

/** The same for one block; undefined when the section has no such block. */
export function blockMapBody(map: SectionMap, blockId: string): Representation | undefined {
  const availableCount = map.availableByBlock[blockId];
  if (availableCount === undefined) return undefined;
  const known = kept(blocks, map, () => new Map<string, Representation>());
  const made =
    known.get(blockId) ??
    jsonRepresentation(bodyOf(map, blockId, availableCount), `${blockId}.${map.revision}`);
  known.set(blockId, made);
  return made;
}

/** How much of the section is free, block by block. */
export function sectionCountsBody(section: Section, map: SectionMap): Representation {
  return kept(counts, map, () =>
    jsonRepresentation(
      {
        eventId: map.eventId,
        sectionId: map.sectionId,
        available: map.availableCount,
        total: map.seats.length,
        asOfMs: map.builtAtMs,
        blocks: section.blocks.map(({ id: blockId, seatCount }) => ({
          blockId,
          available: map.availableByBlock[blockId] ?? 0,
          total: seatCount,
        })),
      },
      `b${map.revision}`,
    ),
  );
}

/** The section's map at two bits a seat, in plan order. */
export function packedSectionBody(venue: Venue, section: Section, map: SectionMap): Representation {
  return kept(packed, map, () => packedRepresentation(seatCodes(venue, section, map), `p${map.revision}`));
}

export function packedRepresentation(seats: Uint8Array, tag: string): Representation {
  return { bytes: packSeats(seats), type: 'application/octet-stream', tag };
}

/** One code a seat of the section, in plan order; a seat that the map lacks is `absent`. */
export function seatCodes(venue: Venue, section: Section, map: SectionMap): Uint8Array {
  return kept(codes, map, () => {
    const made = new Uint8Array(section.seatCount).fill(SEAT_CODES.absent);
    // Maps and plan list the same seats in the same order, unless seeding was interrupted and the map has gaps.
    const planIndexOf = map.seats.length === section.seatCount ? venue.seatIdOrder(section) : undefined;
    map.seats.forEach(({ seatId, availability }, k) => {
      const index = planIndexOf === undefined ? venue.findSeat(seatId)?.index : planIndexOf[k];
      if (index !== undefined) made[index] = SEAT_CODES[availability];
    });
    return made;
  });
}

function bodyOf(map: SectionMap, blockId?: string, availableCount = map.availableCount): MapBody {
  const { eventId, sectionId, builtAtMs } = map;
  const prefix = blockId === undefined ? `${sectionId}#` : `${sectionId}#${blockId}#`;
  const seats: Record<string, string> = {};
  for (const { seatId, availability } of map.seats)
    if (seatId.startsWith(prefix)) seats[seatId.slice(sectionId.length + 1)] = availability;
  const block = blockId === undefined ? {} : { blockId };
  return { eventId, sectionId, ...block, availableCount, asOfMs: builtAtMs, seats };
}

function kept<Value>(made: WeakMap<SectionMap, Value>, map: SectionMap, make: () => Value): Value {
  const known = made.get(map);
  if (known !== undefined) return known;
  const value = make();
  made.set(map, value);
  return value;
}
