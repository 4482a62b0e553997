import { firstTurn } from '../../core/admission/index.ts';
import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { StoredItem } from '../../core/reservation/index.ts';
import type { JournalEntry, KeyValueStore, ReservationStore, SaleJournal } from '../ports/index.ts';
import { readRecords } from '../sale/index.ts';
import { readTunerStatus } from '../tuning/index.ts';
import { Courses, type Pseudonyms } from './courses.ts';
import type { LogLine } from './lines.ts';
import { wholeSchedule } from './whole-schedule.ts';

export type { LogLine } from './lines.ts';

export interface SaleLogOptions {
  readonly store: ReservationStore;
  readonly journal: SaleJournal;
  readonly kvs: KeyValueStore;
  readonly hashing: Hashing;
  readonly eventId: string;
  readonly nowMs: number;
  /** The items of the event, such as `store.scan()` finds them. */
  items(): AsyncIterable<StoredItem>;
}

const PAGE = 5_000;
/** Bytes of a name; among a million sessions no two are the same. */
const NAME_BYTES = 12;

/**
 * What happened in a sale, as `tix simulate --replay` reads it: people who came and whose turn came from the journal, sessions from the
 * store. Nobody can be found in it: names are made with a key of the sale that is never published.
 *
 * @throws UserError `EVENT_UNKNOWN`, `SALE_UNKNOWN`, `NOBODY_SAMPLED` when arrivals are not counted in this sale
 */
export async function* saleLog(options: SaleLogOptions): AsyncIterable<LogLine> {
  const { store, kvs, hashing, eventId, nowMs } = options;
  const event = await store.getEvent(eventId);
  if (event === undefined) throw new UserError('EVENT_UNKNOWN', `the store holds no event ${eventId}`);
  const { sale, keys } = await readRecords(kvs, eventId);
  if (sale === undefined || keys === undefined)
    throw new UserError('SALE_UNKNOWN', `the key-value store holds no sale of ${eventId}, or no keys of it`);
  const samplingRate = sale.sampling.arrivals;
  if (!(samplingRate > 0))
    throw new UserError(
      'NOBODY_SAMPLED',
      `arrivals are not counted in ${eventId}, so nobody is known to have come`,
    );
  const target = (await readTunerStatus(kvs, eventId))?.target ?? event.softCap;
  const { opensAt, k, slotSeconds } = sale;
  yield { type: 'sale', eventId, opensAt, samplingRate, seats: event.seatCount, target, k, slotSeconds };

  const names = pseudonyms(hashing, keys.sample, eventId);
  const entries = await entriesOf(options.journal, eventId);
  const terms = { ...sale, schedule: wholeSchedule(entries, sale) };
  for (const entry of entries) {
    if (entry.kind !== 'minted' || entry.sample !== 'arrivals') continue;
    const person = names.person(entry.sub);
    yield { type: 'arrived', at: entry.atMs / 1000, person };
    const turn = firstTurn(hashing, keys, terms, { eventId, ...entry }, Math.floor(nowMs / 1000));
    if (turn !== undefined) yield { type: 'drawn', at: turn, person };
  }

  const courses = new Courses();
  for await (const item of options.items()) courses.item(item);
  yield* courses.lines(names, nowMs);
}

async function entriesOf(journal: SaleJournal, eventId: string): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page = await journal.read(eventId, cursor, PAGE);
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
    cursor = page.cursor;
  }
}

function pseudonyms(hashing: Hashing, key: Uint8Array, eventId: string): Pseudonyms {
  const nameOf = (kind: string, id: string) =>
    toBase64Url(hashing.hmacSha256(key, `log\n${eventId}\n${kind}\n${id}`).slice(0, NAME_BYTES));
  return { person: (sub) => nameOf('person', sub), session: (id) => nameOf('session', id) };
}
