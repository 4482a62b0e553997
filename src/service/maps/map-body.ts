import type { SectionMap } from '../ports/index.ts';

interface MapBody {
  readonly eventId: string;
  readonly sectionId: string;
  readonly blockId?: string;
  readonly availableCount: number;
  readonly asOfMs: number;
  readonly seats: Readonly<Record<string, string>>;
}

const sectionBodies = new WeakMap<SectionMap, Uint8Array<ArrayBuffer>>();

/** The section's map as JSON in UTF-8. Made once per map: a hot section is asked for far more often than it changes. */
export function sectionMapBody(map: SectionMap): Uint8Array<ArrayBuffer> {
  const known = sectionBodies.get(map);
  if (known !== undefined) return known;
  const body = new TextEncoder().encode(JSON.stringify(bodyOf(map)));
  sectionBodies.set(map, body);
  return body;
}

/** The same for one block; undefined when the section has no such block. */
export function blockMapBody(map: SectionMap, blockId: string): string | undefined {
  const availableCount = map.availableByBlock[blockId];
  if (availableCount === undefined) return undefined;
  return JSON.stringify(bodyOf(map, blockId, availableCount));
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
