import { formatVenueJson, type VenueDocument, venueJsonSchema } from '../../src/core/venue/index.ts';
import { arena } from './arena.ts';
import { hall } from './hall.ts';
import { stadium } from './stadium.ts';
import { theatre } from './theatre.ts';

const VENUES: Readonly<Record<string, () => VenueDocument>> = {
  'stadium-100k.json': stadium,
  'arena-20k.json': arena,
  'theatre-2k.json': theatre,
  'hall-small.json': hall,
};

export const venueFileNames: readonly string[] = Object.keys(VENUES);

/** Every generated file of the venues folder: name and text. */
export function venueFiles(): ReadonlyMap<string, string> {
  const venues = Object.entries(VENUES).map(([name, make]): [string, string] => [
    name,
    formatVenueJson(make()),
  ]);
  return new Map([...venues, ['venue.schema.json', formatVenueJson(venueJsonSchema())]]);
}
