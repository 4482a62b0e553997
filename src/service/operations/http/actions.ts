import { z } from 'zod';
import type { EventCatalogue } from '../../events/index.ts';
import type { AuditEntry, AuditLog, Clock, KeyValueStore } from '../../ports/index.ts';
import { changeDoors } from '../../sale/index.ts';
import { setFrozen, setTarget } from '../../tuning/index.ts';
import { bodyOf, knownEvent } from './body.ts';
import type { Caller, Route } from './route.ts';

const doors = z.strictObject({
  verb: z.enum(['open', 'pause', 'resume', 'close']),
  from: z.int().positive().max(1e11).optional(),
  tau: z.number().min(1).max(1e9).optional(),
});
const target = z.strictObject({ target: z.int() });
const tuner = z.strictObject({ frozen: z.boolean() });

export interface ActionParts {
  readonly events: EventCatalogue;
  /** For changing records. */
  readonly kvs: KeyValueStore;
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  /** Time until every edge knows a change. */
  readonly leadSeconds: number;
}

/** What operators do. Whatever changed something is in the audit log before it is answered. */
export function actionRoutes(parts: ActionParts): readonly Route[] {
  const { events, kvs, auditLog, clock, leadSeconds } = parts;

  async function record(
    caller: Caller,
    entry: Pick<AuditEntry, 'eventId' | 'action' | 'before' | 'after'>,
  ): Promise<void> {
    await auditLog.append({ atMs: clock.nowMs(), ...caller, ...entry });
  }

  return [
    {
      method: 'POST',
      path: '/ops/v1/events/:eventId/doors',
      role: 'operator',
      async handle(c, caller) {
        const eventId = await knownEvent(c, events);
        const wish = await bodyOf(c, doors);
        const now = Math.floor(clock.nowMs() / 1000);
        const changed = await changeDoors(kvs, { eventId, ...wish, now, leadSeconds });
        const { stateBefore, takenBack, from, tau } = changed;
        if (changed.changed)
          await record(caller, {
            ...{ eventId, action: 'doors' },
            before: { state: stateBefore, planned: takenBack },
            after: { verb: wish.verb, from, tau },
          });
        return c.json(changed);
      },
    },
    {
      method: 'POST',
      path: '/ops/v1/events/:eventId/target',
      role: 'operator',
      async handle(c, caller) {
        const eventId = await knownEvent(c, events);
        const wish = await bodyOf(c, target);
        const changed = await setTarget(kvs, eventId, wish.target);
        await recordChange(caller, 'target', eventId, changed);
        return c.json(changed);
      },
    },
    {
      method: 'POST',
      path: '/ops/v1/events/:eventId/tuner',
      role: 'operator',
      async handle(c, caller) {
        const eventId = await knownEvent(c, events);
        const { frozen } = await bodyOf(c, tuner);
        const changed = await setFrozen(kvs, eventId, frozen);
        await recordChange(caller, 'tuner', eventId, changed);
        return c.json(changed);
      },
    },
  ];

  async function recordChange(
    caller: Caller,
    action: 'target' | 'tuner',
    eventId: string,
    { before, after }: { readonly before: unknown; readonly after: unknown },
  ): Promise<void> {
    if (before === after) return;
    const name = action === 'target' ? 'target' : 'frozen';
    await record(caller, { eventId, action, before: { [name]: before }, after: { [name]: after } });
  }
}
