import {
  clockAt,
  entryAt,
  formatSaleRecord,
  phaseAt,
  type SalePhase,
  type SaleRecord,
  type ScheduleEntry,
  type WaitEstimate,
  waitEstimate,
} from '../../core/admission/index.ts';
import { type DoorsState, doorsAt } from './doors.ts';
import { requireSale, type SaleRecords } from './edit-sale.ts';
import type { DoorsVerb } from './sale-notes.ts';

/** A sale as it stands at `now`. Times are epoch seconds. */
export interface SaleStatus {
  readonly eventId: string;
  readonly now: number;
  readonly rules: Pick<SaleRecord, 'opensAt' | 'k' | 'curve' | 'slotSeconds'>;
  readonly commitment: string | null;
  readonly createdAt: number | null;
  readonly doors: {
    readonly state: DoorsState;
    /** When it came to be so; null while nobody has decided anything. */
    readonly since: number | null;
    readonly planned: readonly { readonly from: number; readonly verb: DoorsVerb }[];
  };
  /** What buyers read. */
  readonly phase: SalePhase | 'presale';
  /** In force; 0 lets nobody in, null before the opening. */
  readonly tau: number | null;
  /** What the sale clock shows. */
  readonly clock: number | null;
  readonly schedule: readonly { readonly from: number; readonly tau: number; readonly reading: number }[];
  /** What somebody who came now would be told. */
  readonly wait: WaitEstimate | null;
  readonly powBits: number;
  readonly tokenLifeSeconds: number;
  readonly sampling: SaleRecord['sampling'];
  readonly tunerEpoch: number;
  readonly signing: { readonly kid: string; readonly kids: readonly string[] } | null;
  readonly recordBytes: number;
}

/** @throws UserError `SALE_UNKNOWN` */
export function saleStatus(records: SaleRecords, eventId: string, now: number): SaleStatus {
  const sale = requireSale(records, eventId);
  const { notes, keys } = records;
  const since = notes.doors.findLast(([from]) => from <= now)?.[0] ?? null;
  const arrival = clockAt(sale, Math.max(now, sale.opensAt));
  return {
    eventId,
    now,
    rules: { opensAt: sale.opensAt, k: sale.k, curve: sale.curve, slotSeconds: sale.slotSeconds },
    commitment: sale.commitment,
    createdAt: notes.createdAt,
    doors: {
      state: doorsAt(notes, now),
      since,
      planned: notes.doors.filter(([from]) => from > now).map(([from, verb]) => ({ from, verb })),
    },
    phase: phaseAt(sale, now),
    tau: now < sale.opensAt ? null : (entryAt(sale.schedule, now)?.[1] ?? null),
    clock: clockAt(sale, now) ?? null,
    schedule: sale.schedule.map(([from, tau, reading]: ScheduleEntry) => ({ from, tau, reading })),
    wait: arrival === undefined ? null : waitEstimate(sale, arrival, now),
    powBits: sale.powBits,
    tokenLifeSeconds: sale.tokenLifeSeconds,
    sampling: sale.sampling,
    tunerEpoch: sale.tunerEpoch,
    signing: keys === undefined ? null : { kid: keys.kid, kids: Object.keys(keys.signing) },
    recordBytes: Buffer.byteLength(formatSaleRecord(sale)),
  };
}
