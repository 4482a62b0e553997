import canonicalize from 'canonicalize';
import { type Hashing, toBase64Url } from '../crypto/index.ts';
import { invariant, UserError } from '../errors/index.ts';
import type { VenueDocument } from './document.ts';
import { deriveVenue, type Venue } from './plan/index.ts';
import { validateVenue } from './validate.ts';

/**
 * The derived model of a parsed venue file.
 *
 * @throws UserError `VENUE_INVALID` with every problem of the file.
 */
export function loadVenue(json: unknown, hashing: Hashing): Venue {
  const validation = validateVenue(json);
  if (!validation.ok) {
    const { problems } = validation;
    throw new UserError(
      'VENUE_INVALID',
      `The venue file has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}.`,
      problems,
    );
  }
  return deriveVenue(validation.document, venueHash(validation.document, hashing));
}

/** b64u SHA-256 of the document's canonical JSON (RFC 8785): the same however the file is formatted. */
function venueHash(document: VenueDocument, hashing: Hashing): string {
  const text = canonicalize(document);
  invariant(text !== undefined, 'a venue document has a canonical text');
  return toBase64Url(hashing.sha256(text));
}
