import { z } from 'zod';
import type { SeatState } from '../../../core/reservation/index.ts';

type Availability = SeatState['availability'];

// What is inside the tables is not looked at: only these scripts write them, and a hot section is read many times a second.
const table = <Value>() =>
  z.custom<Readonly<Record<string, Value>>>((value) => typeof value === 'object' && value !== null);

/**
 * The section's map as it stands in Redis. `availableCount` and `seats` are what the origin of this layout has; the rest is what merging and
 * lapses need. Seats are named `<block>#<row>#<number>`; one that is in none of `vers`, `locks` and `owners` is in its first version.
 */
const documentSchema = z.object({
  stamp: z.string(),
  availableCount: z.number(),
  seats: table<Availability>(),
  vers: table<number>(),
  locks: table<number>(),
  owners: table<string>(),
  asOfMs: z.number(),
  freshUntilMs: z.number(),
  /** The invalidations its last load knew of. */
  seen: z.string(),
  nextLapseMs: z.number().optional(),
});

export type SectionDocument = z.infer<typeof documentSchema>;

/** Undefined for anything that is not such a document: then the section counts as not cached. */
export function parseDocument(text: string): SectionDocument | undefined {
  try {
    const parsed = documentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function* seatsOfDocument(sectionId: string, document: SectionDocument): Iterable<SeatState> {
  const { vers, locks, owners } = document;
  for (const [name, state] of Object.entries(document.seats))
    yield {
      seatId: `${sectionId}#${name}`,
      availability: state,
      expiresAtMs: locks[name] ?? null,
      sessionId: owners[name] ?? null,
      ver: vers[name] ?? 0,
    };
}

/** A seat on its way to or from a script; 0 and '' stand for null. */
export type SeatTuple = [
  name: string,
  availability: SeatState['availability'],
  ver: number,
  expiresAtMs: number,
  sessionId: string,
];

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
