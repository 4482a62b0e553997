import type { SaleRecord } from '../../core/admission/index.ts';
import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import type { ScheduleSeenEntry } from '../ports/index.ts';

/** What the journal keeps of a sale record; the same schedule is the same entry, whoever saw it when. */
export function scheduleEntry(
  hashing: Hashing,
  { phase, schedule }: SaleRecord,
  nowMs: number,
): ScheduleSeenEntry {
  const id = toBase64Url(hashing.sha256(JSON.stringify([phase, schedule])));
  return { kind: 'schedule', id, atMs: nowMs, phase, schedule };
}
