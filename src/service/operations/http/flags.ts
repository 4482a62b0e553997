import { z } from 'zod';
import { type AbuseRule, type Flag, GUIDANCE } from '../../../core/abuse/index.ts';
import type { EventCatalogue } from '../../events/index.ts';
import type { AuditLog, Clock, SignalStore } from '../../ports/index.ts';
import { bodyOf, knownEvent } from './body.ts';
import { Refusal } from './problems.ts';
import type { Route } from './route.ts';

const LISTED = 1_000;
const reference = z.string().regex(/^[\w-]{1,64}$/, 'expected the reference of a flag');
const clearing = z.strictObject({ reference });

/** The flags of the abuse ladder: who stands on it, why, and taking somebody off it. */
export function flagRoutes(parts: {
  readonly events: EventCatalogue;
  readonly signals: SignalStore;
  readonly abuseRules: readonly AbuseRule[];
  readonly auditLog: AuditLog;
  readonly clock: Clock;
}): readonly Route[] {
  const { events, signals, abuseRules, auditLog, clock } = parts;

  async function flagOf(eventId: string, wanted: string): Promise<Flag> {
    const flag = await signals.flagByReference(eventId, wanted, clock.nowMs());
    if (flag !== undefined) return flag;
    throw new Refusal(404, 'FLAG_UNKNOWN', 'No flag in force has this reference; it may have expired.');
  }

  return [
    {
      method: 'GET',
      path: '/ops/v1/events/:eventId/flags',
      role: 'viewer',
      async handle(c) {
        const eventId = await knownEvent(c, events);
        const flags: ReturnType<typeof flagView>[] = [];
        let total = 0;
        for await (const flag of signals.flags(eventId, clock.nowMs())) {
          total += 1;
          if (flags.length < LISTED) flags.push(flagView(flag));
        }
        flags.sort((a, b) => b.level - a.level || b.until - a.until);
        return c.json({ total, flags });
      },
    },
    {
      method: 'GET',
      path: '/ops/v1/events/:eventId/flags/:reference',
      role: 'viewer',
      async handle(c) {
        const eventId = await knownEvent(c, events);
        const flag = await flagOf(eventId, c.req.param('reference') ?? '');
        const rules = abuseRules.filter(
          ({ signal, level }) => signal === flag.signal && level === flag.level,
        );
        return c.json({ flag: flagView(flag), guidance: GUIDANCE[flag.signal], rules });
      },
    },
    {
      method: 'POST',
      path: '/ops/v1/events/:eventId/flags/clear',
      role: 'operator',
      async handle(c, caller) {
        const eventId = await knownEvent(c, events);
        const wish = await bodyOf(c, clearing);
        const flag = await flagOf(eventId, wish.reference);
        await signals.removeFlag(flag);
        const before = flagView(flag);
        const entry = { eventId, action: 'clearFlag', before, after: null } as const;
        await auditLog.append({ atMs: clock.nowMs(), ...caller, ...entry });
        return c.json({ cleared: before });
      },
    },
  ];
}

function flagView({ reference: ref, sub, level, signal, since, until, isHuman }: Flag) {
  return { reference: ref, buyer: sub, level, signal, since, until, isHuman };
}
