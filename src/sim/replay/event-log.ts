import { z } from 'zod';

const at = z.number().min(0).max(1e11);
const person = z.string().min(1).max(200);
const session = z.string().min(1).max(200);

/** What a line of the log may be; docs/event-log.md explains each. Fields that are not known are left for later versions. */
const logEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('sale'),
    eventId: z.string().min(1).max(256),
    opensAt: z.int().min(0).max(1e11),
    samplingRate: z.number().gt(0).max(1),
    seats: z.int().min(1).max(10_000_000),
    target: z.int().min(1).max(10_000_000),
    k: z.number().min(1).max(32),
    slotSeconds: z.int().min(1).max(120),
  }),
  z.object({ type: z.literal('arrived'), at, person }),
  z.object({ type: z.literal('drawn'), at, person }),
  z.object({ type: z.literal('started'), at, session, person }),
  z.object({ type: z.literal('held'), at, session, seats: z.int().min(1).max(45).optional() }),
  z.object({ type: z.literal('checkout'), at, session }),
  z.object({ type: z.literal('bought'), at, session, seats: z.int().min(1).max(45) }),
  z.object({ type: z.literal('paymentFailed'), at, session }),
  z.object({ type: z.literal('ended'), at, session }),
]);

export type LogEvent = z.output<typeof logEvent>;
export type SaleEvent = Extract<LogEvent, { type: 'sale' }>;

/** Reads one line; answers what is wrong as text. */
export function parseLogLine(line: string): LogEvent | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const parsed = logEvent.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.path[0] === 'type') return `has a type that is none of ${TYPES.join(', ')}`;
  return issue === undefined ? 'is no event' : `${issue.path.join('.') || 'it'}: ${issue.message}`;
}

const TYPES = logEvent.options.map((option) => option.shape.type.value);
