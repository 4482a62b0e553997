import { z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from '../../problems/index.ts';

/** Most seats in one request: what one transaction of the largest store takes. */
const SEATS_PER_REQUEST_MAX = 45;

const EVENT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const VENUE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/;

export const eventId = z.string().regex(EVENT_ID, 'expected 1 to 64 letters, digits, ., _ or -');
export const recordId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected an id of 1 to 64 letters, digits, - or _');
export const venuePartId = z
  .string()
  .regex(VENUE_ID, 'expected a venue id of 1 to 24 letters, digits, ., _ or -');
const seatId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}(?:#[A-Za-z0-9][A-Za-z0-9._-]{0,23}){3}$/,
    'expected <section>#<block>#<row>#<seat>',
  )
  .openapi({ example: 'A38#B10#R6#S34' });
export const seatIds = z
  .array(seatId)
  .min(1)
  .max(SEATS_PER_REQUEST_MAX)
  .refine((ids) => new Set(ids).size === ids.length, 'a seat is named twice')
  .openapi({ uniqueItems: true });

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 visible ASCII characters')
    .optional()
    .openapi({ description: 'Repeating a request under the same key answers as the first time.' }),
});

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

const problem = z
  .object({
    type: z.string().openapi({ example: '/problems/SEAT_TAKEN' }),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(codes),
    detail: z.string(),
    seatIds: z.array(z.string()).optional(),
    sessionId: z.string().optional(),
    seatLimit: z.number().int().optional(),
    heldCount: z.number().int().optional(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

/** Response entries for the statuses of these codes, all in the one problem form. */
export function problemResponses(...expected: ProblemCode[]) {
  const byStatus = new Map<number, string[]>();
  for (const code of [...expected, 'INTERNAL', 'UNAVAILABLE'] as const) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      { description: names.join(', '), content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}

/** A JSON answer of this form. */
export function answer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body that must be there. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } };
}

export const signedIn: Record<string, string[]>[] = [{ bearer: [] }, { cookie: [] }, { header: [] }];
export const inSession: Record<string, string[]>[] = [
  { bearer: [], sessionPass: [] },
  { cookie: [], sessionPass: [] },
  { header: [], sessionPass: [] },
];
