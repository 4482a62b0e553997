import { z } from '@hono/zod-openapi';
import { sessionView } from './sessions.ts';

const epochSeconds = z.number().int();

const place = z.object({
  token: z.string().nullable().openapi({ description: 'The place in the queue; keep it in the browser.' }),
  retryAt: epochSeconds.openapi({ description: 'Try again then; earlier attempts cannot help.' }),
  expiresAt: epochSeconds.nullable(),
  challenge: z.object({ text: z.string(), bits: z.number().int() }).nullable(),
  opensAt: epochSeconds.nullable(),
  serverTime: epochSeconds,
  slotSeconds: z.number().int().nullable(),
  commitment: z.string().nullable(),
  wait: z
    .object({
      fromSeconds: z.number(),
      toSeconds: z.number(),
      odds: z.object({ oneIn: z.number() }).nullable(),
    })
    .nullable(),
  phase: z.string(),
  standing: z
    .object({
      level: z.union([z.literal(1), z.literal(2)]).openapi({
        description: '1: more work and a human check; 2: locked out until then. The place is kept.',
      }),
      signal: z.string(),
      until: epochSeconds,
      reference: z.string().openapi({ description: 'For asking the support desk.' }),
      guidance: z.string(),
      humanCheck: z
        .object({ kind: z.string(), parameters: z.record(z.string(), z.unknown()) })
        .nullable()
        .openapi({ description: 'To be answered at /human-check before the session.' }),
    })
    .optional()
    .openapi({ description: 'Only for buyers whose requests looked like those of a script.' }),
});

export const minted = place.openapi('WaitingPlace');
export const notYet = place.extend({ admitted: z.literal(false) }).openapi('NotYet');
export const admitted = z
  .object({ admitted: z.literal(true), session: sessionView, pass: z.string() })
  .openapi('Admitted');

export const admissionHeaders = z.object({
  'x-tix-token': z.string().max(4096).optional().openapi({ description: 'The waiting token.' }),
  'x-tix-nonce': z.string().max(64).optional().openapi({ description: 'Solution of its proof of work.' }),
});
