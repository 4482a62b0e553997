import type { Context } from 'hono';
import type { EventCatalogue } from '../../events/index.ts';
import type { AuditLog } from '../../ports/index.ts';
import type { Operations } from '../operations.ts';
import { Refusal } from './problems.ts';
import type { Route } from './route.ts';

const CURSOR_LENGTH_MAX = 200;
const AUDIT_ENTRIES_MAX = 1_000;
const AUDIT_ENTRIES = 100;

/** What viewers look at. */
export function viewRoutes(parts: {
  readonly operations: Operations;
  readonly events: EventCatalogue;
  readonly auditLog: AuditLog;
}): readonly Route[] {
  const { operations, events, auditLog } = parts;
  return [
    {
      method: 'GET',
      path: '/ops/v1/events',
      role: 'viewer',
      async handle(c) {
        const known = await events.list();
        return c.json({
          events: known.map(({ eventId, name, opensAt, seatCount, softCap, hardCap }) => ({
            ...{ eventId, name, opensAt, seatCount, softCap, hardCap },
          })),
        });
      },
    },
    {
      method: 'GET',
      path: '/ops/v1/events/:eventId/snapshot',
      role: 'viewer',
      handle: async (c) => c.json(await operations.snapshot(eventIdOf(c))),
    },
    {
      method: 'GET',
      path: '/ops/v1/events/:eventId/observation',
      role: 'viewer',
      async handle(c) {
        const after = c.req.query('after') ?? null;
        if (after !== null && after.length > CURSOR_LENGTH_MAX)
          throw new Refusal(400, 'CURSOR_INVALID', 'The cursor is none of this API.');
        return c.json(await operations.observation(eventIdOf(c), after));
      },
    },
    {
      method: 'GET',
      path: '/ops/v1/audit-log',
      role: 'viewer',
      async handle(c) {
        const limit = Number(c.req.query('limit') ?? AUDIT_ENTRIES);
        if (!(Number.isInteger(limit) && limit >= 1 && limit <= AUDIT_ENTRIES_MAX))
          throw new Refusal(400, 'INVALID_REQUEST', `limit is 1 to ${AUDIT_ENTRIES_MAX}.`);
        return c.json({ entries: await auditLog.last(limit) });
      },
    },
  ];
}

export function eventIdOf(c: Context): string {
  return c.req.param('eventId') ?? '';
}
