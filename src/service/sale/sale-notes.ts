import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';

/** What operators do to the doors of a sale. `close` ends it; only `open` opens it again. */
export type DoorsVerb = 'open' | 'pause' | 'resume' | 'close';

/** Life of one signing key, epoch s. */
export interface KeyNotes {
  readonly addedAt: number;
  /** When it began to sign; null while the edge is still being told of it. */
  readonly signsFrom: number | null;
  /** When the last token it signed has expired; null while it signs, or waits to. */
  readonly verifiesUntil: number | null;
}

/**
 * What operators' tools remember of a sale, in the same store and changed in the same step as what it tells of. The edge never reads it:
 * the record of keys has no room to spare, and a verdict depends on none of this. Times are epoch seconds.
 */
export interface SaleNotes {
  /** When the rules were committed to; null while there are only keys. */
  readonly createdAt: number | null;
  /** τ (s) to let people in with when the doors open next. */
  readonly tau: number | null;
  /** What operators decided, by when it takes effect, in that order. */
  readonly doors: readonly (readonly [from: number, verb: DoorsVerb])[];
  readonly keysDrawnAt: number | null;
  readonly signing: Readonly<Record<string, KeyNotes>>;
}

const second = z.number().int().nonnegative();
const notesSchema = z.strictObject({
  v: z.literal(1),
  createdAt: second.nullable(),
  tau: z.number().positive().nullable(),
  doors: z.array(z.tuple([second, z.enum(['open', 'pause', 'resume', 'close'])])),
  keysDrawnAt: second.nullable(),
  signing: z.record(z.string(), z.tuple([second, second.nullable(), second.nullable()])),
});

/** Key of the notes in the key-value store. */
export function notesKey(eventId: string): string {
  return `notes:${eventId}`;
}

/** Key of the tuner's record. */
export function tunerKey(eventId: string): string {
  return `tuner:${eventId}`;
}

export const NO_NOTES: SaleNotes = {
  createdAt: null,
  tau: null,
  doors: [],
  keysDrawnAt: null,
  signing: {},
};

export function formatNotes(notes: SaleNotes): string {
  const signing = Object.entries(notes.signing).map(([kid, { addedAt, signsFrom, verifiesUntil }]) => [
    kid,
    [addedAt, signsFrom, verifiesUntil],
  ]);
  return JSON.stringify({ v: 1, ...notes, signing: Object.fromEntries(signing) });
}

/** @throws UserError `NOTES_UNREADABLE` */
export function parseNotes(text: string, eventId: string): SaleNotes {
  const parsed = notesSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new UserError(
      'NOTES_UNREADABLE',
      `the record ${notesKey(eventId)} is damaged; delete it from the key-value store, and what operators did before is forgotten`,
      parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
    );
  }
  const { v: _, signing, ...notes } = parsed.data;
  const keys = Object.entries(signing).map(([kid, [addedAt, signsFrom, verifiesUntil]]) => [
    kid,
    { addedAt, signsFrom, verifiesUntil },
  ]);
  return { ...notes, signing: Object.fromEntries(keys) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
