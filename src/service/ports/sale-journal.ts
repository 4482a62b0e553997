import type { SalePhase, ScheduleEntry } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { ChainLink } from '../../core/proof/index.ts';

/** What every entry about one buyer's place names. `sub` is a pseudonym; `iat` and `c0` are the token's, epoch s and sale clock. */
interface PlaceEntry {
  /** Id of the waiting token. */
  readonly id: string;
  readonly sub: string;
  readonly iat: number;
  readonly c0: number;
  readonly atMs: number;
}

/** A buyer who is sampled got a place. */
export interface MintedEntry extends PlaceEntry {
  readonly kind: 'minted';
  /** `arrivals`: one of the people who are counted; only their first place is kept. `requests`: drawn among all requests. */
  readonly sample: 'arrivals' | 'requests';
}

/** Somebody whose turn it was asked to be let in. */
export interface AdmittedEntry extends PlaceEntry {
  readonly kind: 'admitted';
  /** Start (epoch s) of the slot of the verdict. */
  readonly slotStart: number;
  /** `pass`: every place was taken, they wait with a waiting pass. `refused`: the rules let them in no more. */
  readonly outcome: 'session' | 'pass' | 'refused';
}

/** The schedule as buyers were judged by it, whenever it was seen to have changed. */
export interface ScheduleSeenEntry {
  readonly kind: 'schedule';
  readonly id: string;
  readonly atMs: number;
  readonly phase: SalePhase;
  /** Older entries may be missing: they stand in earlier ones of the journal. */
  readonly schedule: readonly ScheduleEntry[];
}

/** A link of the chain that ties the entries before it together, so that none can be changed unseen once its hash is published. */
export interface ChainedEntry {
  readonly kind: 'chained';
  readonly id: string;
  /** The promise the chain belongs to: another one begins another chain. */
  readonly commitment: string;
  readonly atMs: number;
  readonly link: ChainLink;
  readonly hash: string;
}

export type JournalEntry = MintedEntry | AdmittedEntry | ScheduleSeenEntry | ChainedEntry;

export interface JournalPage {
  /** In the order in which they were recorded. */
  readonly entries: readonly JournalEntry[];
  /** Where to go on reading; null while there is nothing before it. */
  readonly cursor: string | null;
}

/**
 * What happened at the doors of each sale, and is not part of its records: who came, who was let in, by which schedule. Entries are only
 * ever added. Of entries that are the same (`journalKey`) the first is kept, so that repeating is harmless.
 */
export interface SaleJournal {
  /** What the promise acknowledged is durable, where the adapter is. */
  record(eventId: string, entries: readonly JournalEntry[]): Promise<void>;
  /**
   * Up to `limit` entries after `cursor` (null: from the beginning). An empty page means that there are no more for now. Where several
   * machines write, an entry comes to be read some seconds after it was recorded.
   *
   * @throws UserError `CURSOR_INVALID`
   */
  read(eventId: string, cursor: string | null, limit: number): Promise<JournalPage>;
  close(): Promise<void>;
}

/**
 * How many entries a cursor of a journal with numbered entries has passed.
 *
 * @throws UserError `CURSOR_INVALID`
 */
export function numberedCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new UserError('CURSOR_INVALID', 'the cursor is none of this journal; leave it out to begin anew');
}

/** What makes an entry the same as another of its event. A pass holder is noted once a slot, so that it shows who still waits. */
export function journalKey(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'minted':
      return entry.sample === 'arrivals' ? `arrived ${entry.sub}` : `minted ${entry.id}`;
    case 'admitted':
      return entry.outcome === 'pass'
        ? `pass ${entry.slotStart} ${entry.id}`
        : `${entry.outcome} ${entry.id}`;
    case 'schedule':
      return `schedule ${entry.id}`;
    case 'chained':
      return `chained ${entry.id}`;
  }
}
