import { z } from '@hono/zod-openapi';

const epochSeconds = z.number().int().openapi({ description: 'Seconds since the Unix epoch.' });

export const beaconNamed = z
  .object({ chainHash: z.string(), round: z.number().int() })
  .nullable()
  .openapi({ description: 'The round of a public randomness beacon that completes the draw.' });

export const rosterRoot = z
  .string()
  .nullable()
  .openapi({ description: 'Merkle root of the accounts that existed when the rules were frozen.' });

export const drawView = z
  .object({
    eventId: z.string(),
    rules: z
      .object({
        beacon: beaconNamed,
        curve: z.string(),
        eventId: z.string(),
        holdbacks: z.number().int(),
        k: z.number(),
        opensAt: epochSeconds,
        rosterRoot,
        slotSeconds: z.number().int(),
      })
      .nullable(),
    commitment: z.string().nullable(),
    committedAt: epochSeconds.nullable(),
    beacon: z.string().nullable().openapi({ description: 'Value of the beacon’s round, once it is set.' }),
    chain: z
      .object({ n: z.number().int(), at: epochSeconds, hash: z.string() })
      .nullable()
      .openapi({ description: 'The newest link of the chain of evidence.' }),
  })
  .openapi('Draw');
