import { pruneSchedule, type SaleRecord } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { type DoorsState, doorsAt, insertedAt } from './doors.ts';
import { editSale, requireSale } from './edit-sale.ts';

export interface TauChange {
  readonly eventId: string;
  /** Seconds; 0 lets nobody in. */
  readonly tau: number;
  /** Epoch s, at least `leadSeconds` ahead, so that every edge knows the entry before it is in force. */
  readonly from: number;
  readonly nowSeconds: number;
  readonly leadSeconds: number;
  readonly phase?: SaleRecord['phase'];
  /** What buyers can be told; τ itself when left out, nothing when null. */
  readonly forecast?: SaleRecord['forecast'];
  /** The epoch of the tuner that writes; left out by everybody else. */
  readonly tunerEpoch?: number;
}

export type TauPublished =
  | { readonly kind: 'published'; readonly sale: SaleRecord }
  /** Operators keep the doors shut at that time: the tuner lets nobody in. */
  | { readonly kind: 'doorsShut'; readonly state: DoorsState };

/**
 * Publishes τ from `from` on, until the next entry that operators have planned. Opening doors that operators shut is theirs alone.
 *
 * @throws UserError `SALE_UNKNOWN`; `BAD_SCHEDULE_ENTRY` when `from` is too soon or τ out of range; `TUNER_SUPERSEDED` when another tuner
 *   has taken over.
 */
export function publishTau(kvs: KeyValueStore, change: TauChange): Promise<TauPublished> {
  const { tau, from, nowSeconds: now, leadSeconds } = change;
  return editSale<TauPublished>(kvs, change.eventId, (records) => {
    const before = requireSale(records, change.eventId);
    assertNotSuperseded(before, change.tunerEpoch);
    const state = doorsAt(records.notes, from);
    if (tau > 0 && state !== 'open') return { result: { kind: 'doorsShut', state } };
    const longer = insertedAt(before.schedule, from, tau, { now, leadSeconds });
    const sale: SaleRecord = {
      ...before,
      schedule: pruneSchedule(longer, before.slotSeconds, now),
      phase: change.phase ?? before.phase,
      forecast: change.forecast === undefined ? forecastAfter(before, tau) : change.forecast,
      tunerEpoch: change.tunerEpoch ?? before.tunerEpoch,
    };
    return { sale, result: { kind: 'published', sale } };
  });
}

function forecastAfter(before: SaleRecord, tau: number): SaleRecord['forecast'] {
  return tau > 0 ? { tau, endClock: before.forecast?.endClock ?? null } : null;
}

function assertNotSuperseded(sale: SaleRecord, own: number | undefined): void {
  if (own !== undefined && sale.tunerEpoch > own)
    throw new UserError(
      'TUNER_SUPERSEDED',
      `another tuner has taken over (epoch ${sale.tunerEpoch}, this one has ${own}); this one stops`,
    );
}
