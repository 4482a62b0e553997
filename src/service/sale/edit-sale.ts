import {
  type EdgeKeys,
  formatEdgeKeys,
  formatSaleRecord,
  keysKey,
  parseEdgeKeys,
  parseSaleRecord,
  type SaleRecord,
  saleKey,
} from '../../core/admission/index.ts';
import { invariant, UserError } from '../../core/errors/index.ts';
import { KeyValueConflictError, type KeyValueStore } from '../ports/index.ts';
import {
  type BeaconSignature,
  beaconKey,
  chainKey,
  type DrawRecord,
  drawKey,
  formatBeaconSignature,
  formatDraw,
  parseDraw,
  usedKey,
} from './draw-record.ts';
import { formatNotes, NO_NOTES, notesKey, parseNotes, type SaleNotes } from './sale-notes.ts';

/** All that the key-value store holds of one event. */
export interface SaleRecords {
  readonly sale: SaleRecord | undefined;
  readonly keys: EdgeKeys | undefined;
  readonly notes: SaleNotes;
  /** Undefined when nothing was committed to, or by a version that did not keep the rules. */
  readonly draw: DrawRecord | undefined;
}

/** What an edit makes of the records; what is left out stays as it is, and without any nothing is written. */
export interface SaleEdit<T> {
  readonly sale?: SaleRecord;
  readonly keys?: EdgeKeys;
  readonly notes?: SaleNotes;
  /** With another commitment, a chain of evidence begun under the one before is begun again. */
  readonly draw?: DrawRecord;
  readonly beaconSignature?: BeaconSignature;
  /** Fingerprints of keys that were drawn. */
  readonly used?: string;
  readonly result: T;
}

/**
 * @throws UserError `SALE_UNREADABLE`, `KEYS_UNREADABLE`, `NOTES_UNREADABLE`, `DRAW_UNREADABLE` when a record is there but damaged: nothing is written over
 *   it. It never quotes a key.
 */
export async function readRecords(kvs: KeyValueStore, eventId: string): Promise<SaleRecords> {
  const names = [saleKey(eventId), keysKey(eventId), notesKey(eventId), drawKey(eventId)];
  const [saleText, keysText, notesText, drawText] = await Promise.all(names.map((name) => kvs.get(name)));
  return {
    sale: readable(saleText, parseSaleRecord, 'SALE_UNREADABLE', saleKey(eventId)),
    keys: readable(keysText, parseEdgeKeys, 'KEYS_UNREADABLE', keysKey(eventId)),
    notes: notesText === undefined ? NO_NOTES : parseNotes(notesText, eventId),
    draw: drawText === undefined ? undefined : parseDraw(drawText, eventId),
  };
}

/** Lost races before a writer gives up: somebody else is then writing without pause. */
const TRIES_MAX = 20;

/**
 * Decides on what the store holds and writes the decision in one step, again from the start when another writer was faster.
 *
 * @throws KeyValueConflictError when others keep being faster, and whatever reading, deciding and formatting throw.
 */
export async function editSale<T>(
  kvs: KeyValueStore,
  eventId: string,
  decide: (records: SaleRecords) => SaleEdit<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const ifMatch = await kvs.etag();
    const records = await readRecords(kvs, eventId);
    const edit = decide(records);
    if (edit.draw === undefined) assertRulesStand(records.sale, edit.sale);
    const puts = putsOf(eventId, edit);
    const isOther = edit.sale !== undefined && records.sale?.commitment !== edit.sale.commitment;
    const deletes = isOther && records.draw !== undefined ? [chainKey(eventId)] : [];
    if (Object.keys(puts).length === 0) return edit.result;
    try {
      await kvs.update({ puts, deletes, ifMatch });
      return edit.result;
    } catch (error) {
      if (!(error instanceof KeyValueConflictError) || tries >= TRIES_MAX) throw error;
    }
  }
}

/** @throws UserError `SALE_UNKNOWN` */
export function requireSale(records: SaleRecords, eventId: string): SaleRecord {
  if (records.sale !== undefined) return records.sale;
  throw new UserError(
    'SALE_UNKNOWN',
    `the key-value store holds no sale of ${eventId}; make it with \`tix sale create ${eventId}\``,
  );
}

/** @throws UserError `KEYS_UNKNOWN` */
export function requireKeys(records: SaleRecords, eventId: string): EdgeKeys {
  if (records.keys !== undefined) return records.keys;
  throw new UserError(
    'KEYS_UNKNOWN',
    `the key-value store holds no keys of ${eventId}; draw them with \`tix keys create ${eventId}\``,
  );
}

function readable<T>(
  text: string | undefined,
  parse: (text: string) => T | undefined,
  code: string,
  name: string,
): T | undefined {
  if (text === undefined) return undefined;
  const record = parse(text);
  if (record !== undefined) return record;
  throw new UserError(
    code,
    `the record ${name} is damaged, so nobody is admitted and nothing is written over it; restore it from a backup`,
  );
}

function putsOf(eventId: string, edit: SaleEdit<unknown>): Record<string, string> {
  const { sale, keys, notes, draw, beaconSignature, used } = edit;
  return {
    ...(sale === undefined ? {} : { [saleKey(eventId)]: formatSaleRecord(sale) }),
    ...(keys === undefined ? {} : { [keysKey(eventId)]: formatEdgeKeys(keys) }),
    ...(notes === undefined ? {} : { [notesKey(eventId)]: formatNotes(notes) }),
    ...(draw === undefined ? {} : { [drawKey(eventId)]: formatDraw(draw) }),
    ...(beaconSignature === undefined
      ? {}
      : { [beaconKey(eventId)]: formatBeaconSignature(beaconSignature) }),
    ...(used === undefined ? {} : { [usedKey(eventId)]: used }),
  };
}

/** Buyers were promised the rules: no edit may change them, but one that publishes others before anybody can know who gains. */
function assertRulesStand(before: SaleRecord | undefined, after: SaleRecord | undefined): void {
  if (before === undefined || after === undefined) return;
  const names = ['opensAt', 'k', 'curve', 'slotSeconds', 'commitment'] as const;
  for (const name of names) invariant(before[name] === after[name], `${name} is fixed once committed to`);
}
