import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { DueRecord } from '../records.ts';

/** Moves a due item, unless it is gone or somebody has moved it since: what was pulled forward stays forward. */
export function postponeDue(read: RecordReader, due: DueRecord, dueAtMs: number): Decision<undefined> {
  if (read.due(due.paymentId)?.dueAtMs !== due.dueAtMs) return answer(undefined);
  const draft = new Draft();
  draft.due({ dueAtMs, paymentId: due.paymentId });
  return draft.decide(undefined);
}
