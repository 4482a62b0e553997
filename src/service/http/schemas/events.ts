import { z } from '@hono/zod-openapi';
import { beaconNamed, rosterRoot } from './draw.ts';

const epochSeconds = z.number().int().openapi({ description: 'Seconds since the Unix epoch.' });
const epochMs = z.number().int().openapi({ description: 'Milliseconds since the Unix epoch.' });
const count = z.number().int().nonnegative();

export const eventSummary = z
  .object({ eventId: z.string(), name: z.string(), opensAt: epochSeconds, seatCount: count })
  .openapi('EventSummary');

export const eventView = z
  .object({
    eventId: z.string(),
    name: z.string(),
    venueHash: z.string(),
    currency: z.string(),
    opensAt: epochSeconds,
    rules: z.object({
      k: z.number(),
      curve: z.string(),
      slotSeconds: z.number().int(),
      holdbacks: count,
      commitment: z.string().nullable(),
      beacon: beaconNamed,
      rosterRoot,
    }),
    phase: z
      .string()
      .openapi({ description: 'presale, open, paused, allHeld, soldOut, closed or unavailable.' }),
    seatCount: count,
    seatLimit: count,
    admissionsPerUser: count,
    sessionTtlMs: count,
    payTtlMs: count,
    tiers: z.array(z.object({ id: z.string(), name: z.string(), priceMinor: count })),
    signIn: z
      .object({
        rehearsal: z.boolean().openapi({ description: 'Whether any name will do: POST /v1/sign-in/dev.' }),
        provider: z
          .object({ authorizeUrl: z.string().nullable(), clientId: z.string() })
          .nullable()
          .openapi({
            description:
              'The identity provider whose ID tokens POST /v1/sign-in/exchange takes, for an OpenID Connect request with response_type=id_token; ' +
              'without authorizeUrl only the organiser’s own site leads there.',
          }),
      })
      .openapi({ description: 'How buyers sign in here.' }),
  })
  .openapi('Event');

const availableOf = { available: count, total: count };

export const eventAvailability = z
  .object({
    eventId: z.string(),
    available: count,
    total: count,
    asOfMs: epochMs.openapi({ description: 'When the oldest part of this answer was true.' }),
    sections: z.array(z.object({ sectionId: z.string(), ...availableOf })),
  })
  .openapi('EventAvailability');

export const sectionAvailability = z
  .object({
    eventId: z.string(),
    sectionId: z.string(),
    ...availableOf,
    asOfMs: epochMs,
    blocks: z.array(z.object({ blockId: z.string(), ...availableOf })),
  })
  .openapi('SectionAvailability');

export const seatMap = z
  .object({
    eventId: z.string(),
    sectionId: z.string(),
    blockId: z.string().optional(),
    availableCount: count,
    asOfMs: epochMs,
    seats: z.record(z.string(), z.enum(['available', 'locked', 'reserved'])).openapi({
      description: 'State by seat, named <block>#<row>#<seat> within the section.',
      example: { 'B10#R6#S34': 'available' },
    }),
  })
  .openapi('SeatMap');

/** An answer at two bits a seat. */
export function packedSeats(description: string) {
  const schema = z.string().openapi({
    format: 'binary',
    description:
      'Two bits a seat, in the order of the venue file (levels, sections, blocks, rows front to back, seats along the row): 00 available, ' +
      '01 locked, 10 reserved, 11 not in the sale. Four seats a byte, the first in the lowest bits; no header.',
  });
  return { description, content: { 'application/octet-stream': { schema } } };
}

export const publicVenueDocument = z
  .object({
    hash: z.string(),
    seatCount: count,
    venue: z.looseObject({ id: z.string(), name: z.string(), currency: z.string() }).openapi({
      description: 'A venue file without its notes, as venue.schema.json describes it.',
    }),
  })
  .openapi('Venue', { description: 'The static geometry; never changes under its hash.' });
