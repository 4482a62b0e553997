import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../core/errors/index.ts';
import { loadVenue, parseVenueText, type Venue } from '../core/venue/index.ts';
import { nodeHashing } from '../service/adapters/system/index.ts';
import { type Context, nearest, readText } from './framework/index.ts';

/** What `FILE` means wherever a command takes a venue. */
export const VENUE_SUMMARY = 'venue file, name of a shipped venue, or - for standard input';

/**
 * The text of a venue: a file, `-`, or the bare name of a shipped venue such as `stadium-100k`.
 *
 * @throws UserError `FILE_UNREADABLE`, or `VENUE_UNKNOWN` for a bare name that is neither a shipped venue nor a file.
 */
export async function readVenueText(ctx: Context, source: string): Promise<string> {
  const isBareName = /^[\w-]+$/.test(source) && source !== '-';
  if (!isBareName) return readText(ctx, source);
  const shipped = join(ctx.packageRoot, 'venues', `${source}.json`);
  if (existsSync(shipped)) return readText(ctx, shipped);
  if (existsSync(resolve(ctx.cwd, source))) return readText(ctx, source);
  const names = shippedVenues(ctx.packageRoot);
  const suggestion = nearest(source, names);
  throw new UserError(
    'VENUE_UNKNOWN',
    `${source} is neither a file nor a shipped venue${suggestion ? `; did you mean ${suggestion}?` : ''} (shipped: ${names.join(', ')})`,
  );
}

/**
 * Reads, checks and derives a venue.
 *
 * @throws UserError as `readVenueText`, and `VENUE_INVALID` with every problem of the file.
 */
export async function readVenue(ctx: Context, source: string): Promise<Venue> {
  return loadVenue(parseVenueText(await readVenueText(ctx, source)), nodeHashing);
}

function shippedVenues(packageRoot: string): string[] {
  return readdirSync(join(packageRoot, 'venues'))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}
