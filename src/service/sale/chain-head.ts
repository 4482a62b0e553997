import { z } from 'zod';
import { KeyValueConflictError, type KeyValueStore } from '../ports/index.ts';
import { chainKey } from './draw-record.ts';

/** The newest link of the chain of evidence, and where in the journal the next begins. */
export interface ChainHead {
  /** The promise the chain belongs to. */
  readonly commitment: string;
  readonly n: number;
  readonly hash: string;
  /** When it was made, epoch s. */
  readonly at: number;
  /** Entries after this cursor, but for the first `skip`, are not chained yet. */
  readonly cursor: string | null;
  readonly skip: number;
}

const schema = z.strictObject({
  v: z.literal(1),
  commitment: z.string(),
  n: z.int().min(0),
  hash: z.string(),
  at: z.int(),
  cursor: z.string().nullable(),
  skip: z.int().min(0),
});

/** Undefined as long as there is none. */
export async function readChainHead(kvs: KeyValueStore, eventId: string): Promise<ChainHead | undefined> {
  const text = await kvs.get(chainKey(eventId));
  return text === undefined ? undefined : parseChainHead(text);
}

/** Lost races before a writer leaves it to its next turn. */
const TRIES_MAX = 20;

/** Publishes the head unless a newer one of the same chain is out already. */
export async function publishChainHead(kvs: KeyValueStore, eventId: string, head: ChainHead): Promise<void> {
  const puts = { [chainKey(eventId)]: JSON.stringify({ v: 1, ...head }) };
  for (let tries = 1; ; tries++) {
    const ifMatch = await kvs.etag();
    const known = await readChainHead(kvs, eventId);
    if (known?.commitment === head.commitment && known.n >= head.n) return;
    try {
      await kvs.update({ puts, ifMatch });
      return;
    } catch (error) {
      if (!(error instanceof KeyValueConflictError) || tries >= TRIES_MAX) throw error;
    }
  }
}

/** Undefined when it is damaged: then the journal is read from its beginning, and tells the same. */
function parseChainHead(text: string): ChainHead | undefined {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { v: _, ...head } = parsed.data;
  return head;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
