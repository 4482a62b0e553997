import { z } from 'zod';
import type { Change, ChangeBody } from '../../core/reservation/index.ts';

/** One committed change on its way to a consumer, without the position that only an embedded store's log has. */
export interface FeedChange {
  /** When it was committed, epoch ms. */
  readonly atMs: number;
  readonly body: ChangeBody;
}

/**
 * Takes changes and answers those that it could not deal with, to be brought again. Must not mind repeats, gaps or any order: delivery
 * is at least once.
 */
export type ChangeConsumer = (changes: readonly FeedChange[]) => Promise<readonly FeedChange[]>;

const FORMAT = 1;

// The sender is this very code: the envelope and what addresses a change are checked, the rest passes as it came.
const message = z.object({
  format: z.literal(FORMAT),
  changes: z.array(
    z.object({
      atMs: z.number(),
      body: z.looseObject({
        kind: z.enum(['seat', 'session', 'payment', 'event']),
        eventId: z.string().min(1),
      }),
    }),
  ),
});

/** Changes as the body of a queue message. */
export function encodeChanges(changes: readonly FeedChange[]): string {
  return JSON.stringify({ format: FORMAT, changes: changes.map(({ atMs, body }) => ({ atMs, body })) });
}

/** Undefined when the body is not of this format. */
export function decodeChanges(body: string): readonly FeedChange[] | undefined {
  try {
    const parsed = message.safeParse(JSON.parse(body));
    return parsed.success ? (parsed.data.changes as unknown as FeedChange[]) : undefined;
  } catch {
    return undefined;
  }
}

export function feedChange({ atMs, body }: Change): FeedChange {
  return { atMs, body };
}
