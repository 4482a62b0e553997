import type { Context } from 'hono';
import type { z } from 'zod';
import type { EventCatalogue } from '../../events/index.ts';
import { Refusal } from './problems.ts';
import { eventIdOf } from './views.ts';

/** @throws ProblemError `EVENT_UNKNOWN` */
export async function knownEvent(c: Context, events: EventCatalogue): Promise<string> {
  const { event } = await events.require(eventIdOf(c));
  return event.eventId;
}

/** @throws Refusal `INVALID_REQUEST` with all problems at once. */
export async function bodyOf<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    400,
    'INVALID_REQUEST',
    'See "problems" for everything that is wrong with the body.',
    parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}
