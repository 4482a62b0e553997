import type { StoredItem } from '../reservation/index.ts';
import { checkPayments } from './check-payments.ts';
import { checkReservations, checkSeats } from './check-seats.ts';
import { checkPlaces, checkSessions } from './check-sessions.ts';
import { countAll } from './count.ts';
import { Ledger } from './ledger.ts';
import { type AuditReport, Findings } from './report.ts';

export interface AuditOptions {
  /** Epoch ms at which the items are judged: what is live, what has lapsed. */
  readonly nowMs: number;
}

/**
 * Reads a whole store, in any order, and proves that its records agree: no seat held or sold twice, every sold seat paid, every charge
 * answered by seats or a refund, counts and places as they should be.
 */
export async function auditStore(
  items: AsyncIterable<StoredItem> | Iterable<StoredItem>,
  { nowMs }: AuditOptions,
): Promise<AuditReport> {
  const ledger = new Ledger();
  for await (const item of items) ledger.add(item);
  const findings = new Findings();
  checkAll(ledger, nowMs, findings);
  return {
    ok: findings.count === 0,
    violations: findings.violations,
    violationCount: findings.count,
    counts: countAll(ledger, nowMs),
  };
}

export function checkAll(ledger: Ledger, nowMs: number, findings: Findings): void {
  checkSeats(ledger, nowMs, findings);
  checkReservations(ledger, findings);
  checkSessions(ledger, nowMs, findings);
  checkPlaces(ledger, nowMs, findings);
  checkPayments(ledger, nowMs, findings);
}
