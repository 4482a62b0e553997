import { z } from 'zod';
import type { SeatState } from '../../../core/reservation/index.ts';

type Availability = SeatState['availability'];

/**
 * The section's map as it stands in Redis: `availableCount` and `seats` for anybody, the rest for the cache. Seats are named
 * `<block>#<row>#<number>`. What the map does not say of them stands beside it, as tuples.
 */
const documentSchema = z.object({
  stamp: z.string(),
  availableCount: z.number(),
  // What is inside is not looked at: only our scripts write it, and a hot section is read many times a second.
  seats: z.custom<Readonly<Record<string, Availability>>>(
    (value) => typeof value === 'object' && value !== null,
  ),
  /** Free seats by block. */
  blocks: z.looseObject({}),
  /** The load that it and the tuples belong to. */
  base: z.string(),
  asOfMs: z.number(),
  freshUntilMs: z.number(),
  /** The invalidations its last load knew of. */
  seen: z.string(),
  nextLapseMs: z.number().optional(),
});

export type SectionDocument = z.infer<typeof documentSchema>;

/** A seat on its way to or from a script; 0 and '' stand for null. */
export type SeatTuple = [
  name: string,
  availability: Availability,
  ver: number,
  expiresAtMs: number,
  sessionId: string,
];

export interface ReadSection {
  readonly document: SectionDocument;
  readonly seats: readonly SeatState[];
}

/**
 * Undefined for anything that is not such a document with its tuples: then the section counts as not cached. `states` are the values of the
 * state hash: tuples, and the name of the load they belong to.
 */
export function readSection(
  sectionId: string,
  text: string,
  states: readonly string[],
): ReadSection | undefined {
  const document = parseDocument(text);
  if (document === undefined || !states.includes(document.base)) return undefined;
  const tuples = states.filter((state) => state.startsWith('['));
  const changed = new Map(
    (JSON.parse(`[${tuples.join()}]`) as SeatTuple[]).map((tuple) => [tuple[0], tuple]),
  );
  const seats = Object.entries(document.seats).map(([name, availability]) =>
    seatOf(sectionId, changed.get(name) ?? [name, availability, 0, 0, '']),
  );
  return { document, seats };
}

function parseDocument(text: string): SectionDocument | undefined {
  try {
    const parsed = documentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function tupleOf(sectionId: string, seat: SeatState): SeatTuple {
  const name = seat.seatId.slice(sectionId.length + 1);
  return [name, seat.availability, seat.ver, seat.expiresAtMs ?? 0, seat.sessionId ?? ''];
}

export function seatOf(sectionId: string, tuple: SeatTuple): SeatState {
  const [name, state, ver, expiresAtMs, sessionId] = tuple;
  return {
    seatId: `${sectionId}#${name}`,
    availability: state,
    expiresAtMs: expiresAtMs === 0 ? null : expiresAtMs,
    sessionId: sessionId === '' ? null : sessionId,
    ver,
  };
}
