import { buildFlagFilter, type Flag, type FlagFilter } from '../../core/abuse/index.ts';
import { flagBlockKey } from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import { type KeyValueStore, type SignalStore, updateInBatches } from '../ports/index.ts';
import { readRecords, setFlagBlocks } from '../sale/index.ts';

/** Brings the flags of an event to the edge. Keeps in mind what it has published, so that a turn without news writes nothing. */
export interface FilterPublisher {
  /**
   * Publishes the flags in force; undefined when the event has no sale yet.
   *
   * @throws KeyValueConflictError when other writers keep being faster; the next turn does it again.
   */
  publish(eventId: string, nowMs: number): Promise<PublishedFilter | undefined>;
}

export type PublishedFilter = Omit<FlagFilter, 'blocks'> & {
  readonly blocks: number;
  /** Values written or deleted. */
  readonly changed: number;
};

/** Stands for values of which nobody knows: those of a publisher before this one. */
type Known = Map<string, string | undefined>;

export function createFilterPublisher(options: {
  readonly kvs: KeyValueStore;
  readonly signals: SignalStore;
  readonly hashing: Hashing;
}): FilterPublisher {
  const { kvs, signals, hashing } = options;
  const published = new Map<string, Known>();

  async function knownOf(eventId: string): Promise<Known> {
    const known = published.get(eventId);
    if (known !== undefined) return known;
    const prefix = `flags:${eventId}:`;
    const keys = (await kvs.list()).filter((key) => key.startsWith(prefix));
    const found: Known = new Map(keys.map((key) => [key, undefined]));
    published.set(eventId, found);
    return found;
  }

  return {
    async publish(eventId, nowMs) {
      const { sale, keys } = await readRecords(kvs, eventId);
      if (sale === undefined || keys === undefined) return undefined;
      const flags = await collect(signals.flags(eventId, nowMs));
      const filter = buildFlagFilter(hashing, keys.sample, eventId, flags);
      const known = await knownOf(eventId);
      const count = filter.blocks.length;
      const wanted = new Map(filter.blocks.map((text, i) => [flagBlockKey(eventId, count, i), text]));
      const puts = [...wanted].filter(([key, text]) => known.get(key) !== text);
      const deletes = [...known.keys()].filter((key) => !wanted.has(key));

      // In this order no moment leaves the edge with a size whose blocks are not there.
      await inBatches(kvs, { puts: Object.fromEntries(puts) });
      for (const [key, text] of puts) known.set(key, text);
      await setFlagBlocks(kvs, eventId, count);
      await inBatches(kvs, { deletes });
      for (const key of deletes) known.delete(key);
      return summaryOf(filter, puts.length + deletes.length);
    },
  };
}

async function inBatches(
  kvs: KeyValueStore,
  update: { readonly puts?: Readonly<Record<string, string>>; readonly deletes?: readonly string[] },
): Promise<void> {
  const { puts = {}, deletes = [] } = update;
  if (Object.keys(puts).length + deletes.length === 0) return;
  await updateInBatches(kvs, { puts, deletes, ifMatch: await kvs.etag() });
}

async function collect(flags: AsyncIterable<Flag>): Promise<Flag[]> {
  const all: Flag[] = [];
  for await (const flag of flags) all.push(flag);
  return all;
}

function summaryOf({ blocks, ...filter }: FlagFilter, changed: number): PublishedFilter {
  return { ...filter, blocks: blocks.length, changed };
}
