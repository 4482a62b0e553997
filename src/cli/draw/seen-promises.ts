import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';
import type { SeenPromise } from '../../core/proof/index.ts';
import { type Context, readLines } from '../framework/index.ts';

const seenSchema = z.object({
  commitment: z.string(),
  chain: z.object({ n: z.int().min(0), hash: z.string() }).nullable(),
});

/**
 * What somebody kept of `GET /v1/events/{eventId}/draw`, one answer a line.
 *
 * @throws UserError `FILE_NOT_SEEN` naming the line; `FILE_UNREADABLE`.
 */
export async function readSeen(ctx: Context, path: string): Promise<SeenPromise[]> {
  const seen: SeenPromise[] = [];
  let number = 0;
  for await (const line of readLines(ctx, path)) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = seenSchema.safeParse(jsonOf(line));
    if (!parsed.success)
      throw new UserError(
        'FILE_NOT_SEEN',
        `line ${number} of ${path} is not an answer of the draw’s address`,
      );
    seen.push(parsed.data);
  }
  return seen;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
