import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';
import { tunerKey } from '../sale/index.ts';

/** The last turn that was taken, as operators read it. */
export interface TunerTurn {
  /** Epoch s. */
  readonly at: number;
  /** Seconds; null before the opening. */
  readonly tauBefore: number | null;
  /** Published by this turn, or the same as before; null before the opening. */
  readonly tauAfter: number | null;
  readonly live: number;
  /** People to let in until the next turn. */
  readonly wanted: number;
  readonly cause: string;
  readonly reason: string;
}

/**
 * The tuner's record of one event in the key-value store: who steers, what operators wish, what was done last. The edge never reads it.
 */
export interface TunerStatus {
  /** Grows with every tuner that takes over; an older one may not publish any more. */
  readonly epoch: number;
  /** Who steers, or did last, such as `host:pid`; empty when nobody ever did. */
  readonly holder: string;
  /** Epoch s until when nobody else may steer; in the past when nobody does. */
  readonly leaseUntil: number;
  /** Live sessions to hold. */
  readonly target: number;
  /** Decide and tell, but publish nothing. */
  readonly frozen: boolean;
  readonly last: TunerTurn | null;
}

export const TARGET_MAX = 1_000_000;
const REASON_LENGTH_MAX = 320;
const HOLDER_LENGTH_MAX = 100;

const count = z.number().int().nonnegative();
const tau = z.number().nonnegative().nullable();
const schema = z.strictObject({
  v: z.literal(1),
  epoch: count,
  holder: z.string().max(HOLDER_LENGTH_MAX),
  leaseUntil: count,
  target: count.min(1).max(TARGET_MAX),
  frozen: z.boolean(),
  last: z
    .strictObject({
      at: count,
      tauBefore: tau,
      tauAfter: tau,
      live: count,
      wanted: z.number().nonnegative(),
      cause: z.string(),
      reason: z.string(),
    })
    .nullable(),
});

export function formatTunerStatus(status: TunerStatus): string {
  const { last } = status;
  return JSON.stringify({
    v: 1,
    ...status,
    holder: status.holder.slice(0, HOLDER_LENGTH_MAX),
    last: last === null ? null : { ...last, reason: last.reason.slice(0, REASON_LENGTH_MAX) },
  });
}

/** @throws UserError `TUNER_UNREADABLE` */
export function parseTunerStatus(text: string, eventId: string): TunerStatus {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) {
    const { v: _, ...status } = parsed.data;
    return status;
  }
  throw new UserError(
    'TUNER_UNREADABLE',
    `the record ${tunerKey(eventId)} is damaged; delete it from the key-value store, and set the target again`,
    parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
