import { type Problem, UserError } from '../errors/index.ts';
import { addSchemaProblems, guard, meaningProblems, piecesOf, problemList, salvage } from './check/index.ts';
import { type VenueDocument, venueSchema } from './document.ts';
import { LIMITS } from './limits.ts';

export type VenueValidation =
  | { readonly ok: true; readonly document: VenueDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Judges a parsed venue file. All problems at once, each with its place as a JSON pointer; parts that fail the schema are not judged
 * any further, the others are. The work is bounded for any input.
 */
export function validateVenue(json: unknown): VenueValidation {
  const problems = problemList();
  if (!guard(json, problems)) return { ok: false, problems: problems.all() };
  const parsed = venueSchema.safeParse(json);
  if (!parsed.success) addSchemaProblems(parsed.error.issues, [], problems);
  meaningProblems(parsed.success ? piecesOf(parsed.data) : salvage(json), problems);
  return parsed.success && problems.count === 0
    ? { ok: true, document: parsed.data }
    : { ok: false, problems: problems.all() };
}

/**
 * Parses the text of a venue file.
 *
 * @throws UserError `VENUE_INVALID` when it is too large or not JSON.
 */
export function parseVenueText(text: string): unknown {
  if (text.length > LIMITS.textBytes) {
    throw new UserError(
      'VENUE_INVALID',
      `The venue file is larger than ${LIMITS.textBytes / 1_000_000} MB: describe rows instead of listing seats.`,
    );
  }
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('VENUE_INVALID', `The venue file is not JSON: ${reason}.`, [], { cause: error });
  }
}
