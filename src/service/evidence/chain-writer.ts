import type { Logger } from 'pino';
import type { Hashing } from '../../core/crypto/index.ts';
import { chainStart, type Evidence, linkDraft, linkHash } from '../../core/proof/index.ts';
import type { Clock, KeyValueStore, SaleJournal } from '../ports/index.ts';
import { publishChainHead, readChainHead, readRecords } from '../sale/index.ts';
import { sizeOf } from './chained-evidence.ts';

export interface ChainWriterOptions {
  readonly journal: SaleJournal;
  readonly kvs: KeyValueStore;
  readonly hashing: Hashing;
  readonly clock: Clock;
  readonly log: Logger;
  /** Age of the last link at which the next is due, while there is evidence (60). */
  readonly everySeconds?: number;
}

/** Ties evidence together while it is fresh. Several may run: a link is written down once, and whoever was slower goes on from it. */
export interface ChainWriter {
  /** Makes the links of one event that are due; all that can be made with `isLast`, for the end of a sale. Answers how many. */
  runOnce(eventId: string, options?: { readonly isLast?: boolean }): Promise<number>;
}

/** A link a minute while there is evidence, and one in ten minutes to show that there is none. */
const EVERY_SECONDS = 60;
const IDLE_SECONDS = 600;
/** An entry may come to stand before one that was read already, where several machines write: so what is younger waits. */
const SETTLED_MS = 5_000;
/** Pieces of one link, so that memory is bounded after a long silence. */
const PIECES_MAX = 20_000;
const PAGE = 500;
/** Links made in one turn at most; the next turn goes on. */
const LINKS_MAX = 1_000;

/** What a chain belongs to, and what its first link follows. */
interface Committed {
  readonly commitment: string;
  readonly start: string;
  /** Share of arrivals. */
  readonly sampled: number;
}

/** Where the chain ends, and where in the journal what it does not cover begins. */
interface Tip {
  readonly n: number;
  readonly prev: string;
  /** When the last link was made, epoch s; null before the first. */
  readonly at: number | null;
  readonly cursor: string | null;
  readonly skip: number;
}

interface Piece {
  readonly evidence: Evidence;
  /** The page it was read with, and how many pieces were before it there. */
  readonly cursor: string | null;
  readonly index: number;
}

export function createChainWriter(options: ChainWriterOptions): ChainWriter {
  const { journal, kvs, hashing, clock, log, everySeconds = EVERY_SECONDS } = options;

  /** Goes on from `tip` over every link that is written down, and answers what is left behind the last. */
  async function readOn(eventId: string, commitment: string, tip: Tip): Promise<[Tip, Piece[]]> {
    let { n, prev, at, cursor, skip } = tip;
    const pieces: Piece[] = [];
    for (;;) {
      const page = await journal.read(eventId, cursor, PAGE);
      if (page.entries.length === 0) break;
      let index = 0;
      for (const entry of page.entries) {
        if (entry.kind !== 'chained') {
          if (index >= skip) pieces.push({ evidence: entry, cursor, index });
          index += 1;
        } else if (entry.commitment === commitment && entry.link.n === n) {
          pieces.splice(0, sizeOf(entry.link));
          [n, prev, at] = [n + 1, entry.hash, entry.link.at];
        }
      }
      [cursor, skip] = [page.cursor, 0];
    }
    const first = pieces[0];
    const place = first === undefined ? { cursor, skip } : { cursor: first.cursor, skip: first.index };
    return [{ n, prev, at, ...place }, pieces];
  }

  async function write(
    eventId: string,
    promise: Committed,
    { n, prev }: Tip,
    pieces: readonly Piece[],
  ): Promise<void> {
    const draft = linkDraft(hashing);
    for (const { evidence } of pieces) draft.add(evidence);
    const { commitment, sampled } = promise;
    const atMs = clock.nowMs();
    const link = { n, at: Math.floor(atMs / 1000), prev, sampled, ...draft.roots() };
    const hash = linkHash(hashing, link);
    const id = `${commitment} ${n}`;
    await journal.record(eventId, [{ kind: 'chained', id, commitment, atMs, link, hash }]);
    log.debug({ eventId, n, pieces: pieces.length }, 'evidence was chained');
  }

  async function tipOf(eventId: string, { commitment, start }: Committed): Promise<Tip> {
    const head = await readChainHead(kvs, eventId);
    if (head?.commitment !== commitment) return { n: 0, prev: start, at: null, cursor: null, skip: 0 };
    const { n, hash, at, cursor, skip } = head;
    return { n: n + 1, prev: hash, at, cursor, skip };
  }

  async function promiseOf(eventId: string): Promise<Committed | undefined> {
    const { sale, keys, draw } = await readRecords(kvs, eventId);
    const commitment = sale?.commitment ?? null;
    if (sale === undefined || commitment === null || keys === undefined || draw === undefined)
      return undefined;
    const start = chainStart(hashing, commitment, keys.sample);
    return { commitment, start, sampled: sale.sampling.arrivals };
  }

  return {
    async runOnce(eventId, { isLast = false } = {}) {
      const promise = await promiseOf(eventId);
      if (promise === undefined) return 0;
      const { commitment } = promise;
      let tip = await tipOf(eventId, promise);
      for (let made = 0; ; made++) {
        const before = tip.n;
        const [reached, pieces] = await readOn(eventId, commitment, tip);
        tip = reached;
        const { n, prev: hash, at, cursor, skip } = tip;
        if (n > before && at !== null)
          await publishChainHead(kvs, eventId, { commitment, n: n - 1, hash, at, cursor, skip });
        // Where it takes a while until an entry can be read, the link made here is gone on from at the next turn.
        if (made > 0 && n === before) return made;
        const due = duePieces(tip, pieces, { nowMs: clock.nowMs(), everySeconds, isLast });
        if (due === undefined || made === LINKS_MAX) return made;
        await write(eventId, promise, tip, due);
      }
    },
  };
}

/** What the next link is made over; undefined when none is due. */
function duePieces(
  { at }: Tip,
  pieces: readonly Piece[],
  { nowMs, everySeconds, isLast }: { nowMs: number; everySeconds: number; isLast: boolean },
): readonly Piece[] | undefined {
  const age = at === null ? Number.POSITIVE_INFINITY : nowMs / 1000 - at;
  const young = isLast ? -1 : pieces.findIndex(({ evidence }) => evidence.atMs > nowMs - SETTLED_MS);
  const settled = young === -1 ? pieces.length : young;
  const due = pieces.slice(0, Math.min(settled, PIECES_MAX));
  const isFull = due.length === PIECES_MAX || (isLast && due.length > 0);
  const isDue = isFull || age >= IDLE_SECONDS || (age >= everySeconds && due.length > 0);
  return isDue ? due : undefined;
}
