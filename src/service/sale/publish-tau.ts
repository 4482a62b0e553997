import { pruneSchedule, type SalePhase, type SaleRecord } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { type DoorsState, doorsAt, insertedAt, reasonToShut } from './doors.ts';
import { editSale, requireSale, type SaleRecords } from './edit-sale.ts';

export interface TauChange {
  readonly eventId: string;
  /** τ (seconds; 0 lets nobody in) from `from` (epoch s) on, at least `leadSeconds` ahead; null leaves τ as it is. */
  readonly entry: { readonly from: number; readonly tau: number } | null;
  readonly nowSeconds: number;
  /** Time until every edge knows the entry. */
  readonly leadSeconds: number;
  /** What the seats say. */
  readonly phase: Extract<SalePhase, 'open' | 'allHeld' | 'soldOut'>;
  /** What buyers can be told; nothing when null. */
  readonly forecast: SaleRecord['forecast'];
  /** The epoch of the tuner that writes. */
  readonly tunerEpoch: number;
}

export type TauPublished =
  | { readonly kind: 'published'; readonly sale: SaleRecord }
  /** Operators keep the doors shut at that time: the tuner lets nobody in. */
  | { readonly kind: 'doorsShut'; readonly state: DoorsState; readonly sale: SaleRecord };

/**
 * Publishes a turn of the tuner: τ from `from` on until the next entry that operators have planned, and what buyers are told. Opening doors
 * that operators shut is theirs alone.
 *
 * @throws UserError `SALE_UNKNOWN`; `BAD_SCHEDULE_ENTRY` when `from` is too soon or τ out of range; `TUNER_SUPERSEDED` when another tuner
 *   has taken over.
 */
export function publishTau(kvs: KeyValueStore, change: TauChange): Promise<TauPublished> {
  return editSale<TauPublished>(kvs, change.eventId, (records) => {
    const before = requireSale(records, change.eventId);
    assertNotSuperseded(before, change.tunerEpoch);
    const { entry, nowSeconds: now } = change;
    const by = Math.max(entry?.from ?? now, before.opensAt);
    const state = doorsAt(records.notes, by);
    const shut = state !== 'open' && !(entry?.tau === 0);
    const sale: SaleRecord = {
      ...before,
      schedule: shut || entry === null ? before.schedule : scheduleWith(before, records, entry, change),
      ...toldBy(before, records, change, { state, by }),
      tunerEpoch: change.tunerEpoch,
    };
    const result = shut ? { kind: 'doorsShut' as const, state, sale } : { kind: 'published' as const, sale };
    return isSame(before, sale) ? { result } : { sale, result };
  });
}

function scheduleWith(
  { schedule, slotSeconds }: SaleRecord,
  { notes }: SaleRecords,
  entry: NonNullable<TauChange['entry']>,
  { nowSeconds: now, leadSeconds }: TauChange,
): SaleRecord['schedule'] {
  const decided = new Set(notes.doors.map(([from]) => from));
  const kept = schedule.filter(([from]) => from < entry.from || decided.has(from));
  return pruneSchedule(insertedAt(kept, entry.from, entry.tau, { now, leadSeconds }), slotSeconds, now);
}

/** While operators keep the doors shut, nobody is promised a wait; that everything is sold is said all the same. */
function toldBy(
  before: SaleRecord,
  { notes }: SaleRecords,
  { phase, forecast, nowSeconds: now }: TauChange,
  { state, by }: { readonly state: DoorsState; readonly by: number },
): Pick<SaleRecord, 'phase' | 'forecast'> {
  if (phase === 'soldOut') return { phase, forecast: null };
  if (state === 'notOpened') return { phase: before.phase, forecast: before.forecast };
  const known = { ...before, phase: before.phase === 'soldOut' ? ('allHeld' as const) : before.phase };
  return state === 'open'
    ? { phase: phase === 'allHeld' ? phase : reasonToShut(known, notes.doors, { now, by }), forecast }
    : { phase: state, forecast: null };
}

function isSame(before: SaleRecord, after: SaleRecord): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function assertNotSuperseded(sale: SaleRecord, own: number): void {
  if (sale.tunerEpoch > own)
    throw new UserError(
      'TUNER_SUPERSEDED',
      `another tuner has taken over (epoch ${sale.tunerEpoch}, this one has ${own}); this one stops`,
    );
}
