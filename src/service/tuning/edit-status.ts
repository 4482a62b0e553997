import { formatSaleRecord, parseSaleRecord, type SaleRecord, saleKey } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { KeyValueConflictError, type KeyValueStore } from '../ports/index.ts';
import { tunerKey } from '../sale/index.ts';
import { formatTunerStatus, parseTunerStatus, type TunerStatus } from './status.ts';

export interface StatusEdit<T> {
  /** Left out: nothing is written. */
  readonly status?: TunerStatus;
  readonly sale?: SaleRecord;
  readonly result: T;
}

/** Lost races before a writer gives up: somebody else is then writing without pause. */
const TRIES_MAX = 20;

/**
 * Decides on the tuner's record and the sale's, and writes both in one step; again from the start when another writer was faster.
 *
 * @throws UserError `SALE_UNKNOWN`, `TUNER_UNREADABLE`; KeyValueConflictError when others keep being faster.
 */
export async function editStatus<T>(
  kvs: KeyValueStore,
  eventId: string,
  decide: (status: TunerStatus | null, sale: SaleRecord) => StatusEdit<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const ifMatch = await kvs.etag();
    const [saleText, status] = await Promise.all([kvs.get(saleKey(eventId)), readTunerStatus(kvs, eventId)]);
    const before = saleText === undefined ? undefined : parseSaleRecord(saleText);
    if (before === undefined)
      throw new UserError(
        'SALE_UNKNOWN',
        `the key-value store holds no readable sale of ${eventId}; make it with \`tix sale create ${eventId}\``,
      );
    const edit = decide(status, before);
    const puts = {
      ...(edit.status === undefined ? {} : { [tunerKey(eventId)]: formatTunerStatus(edit.status) }),
      ...(edit.sale === undefined ? {} : { [saleKey(eventId)]: formatSaleRecord(edit.sale) }),
    };
    if (Object.keys(puts).length === 0) return edit.result;
    try {
      await kvs.update({ puts, ifMatch });
      return edit.result;
    } catch (error) {
      if (!(error instanceof KeyValueConflictError) || tries >= TRIES_MAX) throw error;
    }
  }
}

/**
 * Null when no tuner has run and no target was set.
 *
 * @throws UserError `TUNER_UNREADABLE`
 */
export async function readTunerStatus(kvs: KeyValueStore, eventId: string): Promise<TunerStatus | null> {
  const text = await kvs.get(tunerKey(eventId));
  return text === undefined ? null : parseTunerStatus(text, eventId);
}
