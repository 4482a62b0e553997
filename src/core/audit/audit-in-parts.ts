import type { StoredItem } from '../reservation/index.ts';
import { checkAll } from './audit-store.ts';
import { addCounts, countAll } from './count.ts';
import { Ledger } from './ledger.ts';
import { type AuditCounts, type AuditReport, Findings, VIOLATIONS_LISTED, type Violation } from './report.ts';

export interface PartsOptions {
  readonly nowMs: number;
  /** Records of buyers (sessions, tokens, payments …) that are kept at a time, at least; about 700 bytes each. */
  readonly recordsMax: number;
}

/** A share that takes some 350 MB. */
export const RECORDS_MAX = 500_000;

/**
 * The same audit in bounded memory: the store is read as often as it takes, each time for a share of the buyers. What belongs to the venue
 * (seats, places, open payments) is kept whole. A seat sold to two buyers shows as the reservation of the one it does not belong to.
 *
 * @param scan reads the store from the start, in any order; called once for every share
 */
export async function auditInParts(
  scan: () => AsyncIterable<StoredItem> | Iterable<StoredItem>,
  { nowMs, recordsMax }: PartsOptions,
): Promise<AuditReport> {
  const merged = new MergedFindings();
  let counts: AuditCounts | undefined;
  for (let from = 0; from < 1; ) {
    const { ledger, to } = await readShare(scan(), from, recordsMax);
    const findings = new Findings(Number.POSITIVE_INFINITY);
    checkAll(ledger, nowMs, findings);
    merged.add(findings.violations);
    const counted = countAll(ledger, nowMs);
    counts = counts === undefined ? counted : addCounts(counts, counted);
    from = to;
  }
  const violations = merged.all();
  return {
    ok: violations.length === 0,
    violations: violations.slice(0, VIOLATIONS_LISTED),
    violationCount: violations.length,
    counts: counts ?? countAll(new Ledger(), nowMs),
  };
}

/** All that concerns the buyers from a point on, as many as fit: when they are too many, the upper half of them waits for its turn. */
async function readShare(
  items: AsyncIterable<StoredItem> | Iterable<StoredItem>,
  from: number,
  recordsMax: number,
): Promise<{ readonly ledger: Ledger; readonly to: number }> {
  let ledger = new Ledger();
  let to = 1;
  let records = 0;
  const isWanted = (item: StoredItem) => {
    const at = placeOf(item);
    return at === undefined || (at >= from && at < to);
  };
  for await (const item of items) {
    if (!isWanted(item)) continue;
    ledger.add(item);
    if (placeOf(item) === undefined) continue;
    records += 1;
    while (records > recordsMax && to - from > NARROWEST) {
      to = from + (to - from) / 2;
      const all = ledger;
      ledger = new Ledger();
      records = 0;
      for (const kept of all.items()) {
        if (!isWanted(kept)) continue;
        ledger.add(kept);
        if (placeOf(kept) !== undefined) records += 1;
      }
    }
  }
  return { ledger, to };
}

/** A share narrower than this is one buyer, whatever they have. */
const NARROWEST = 2 ** -30;

/** Where a record's buyer stands among all, from 0 to below 1; undefined for what is no buyer's. */
function placeOf(item: StoredItem): number | undefined {
  switch (item.type) {
    case 'session':
    case 'reservation':
    case 'userEvent':
    case 'token':
    case 'payment':
      return spread(item.record.userId);
    default:
      return undefined;
  }
}

/** FNV-1a, 32 bits: spreads names evenly; nothing depends on it but how even the shares are. */
function spread(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  // The low bits are the better mixed ones, and the shares are cut by the high ones.
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
}

/** Found of what is no buyer's because its buyer is not among those looked at; true if no share has the buyer. */
const BY_ABSENCE: ReadonlySet<string> = new Set([
  'SEAT_LOCK_UNFOUNDED',
  'SEAT_SOLD_UNFOUNDED',
  'PLACE_WITHOUT_SESSION',
  'DUE_LEFT_OVER',
]);

class MergedFindings {
  readonly #found = new Map<string, Violation>();
  #absent: Map<string, Violation> | undefined;

  add(violations: readonly Violation[]): void {
    const absent = new Map<string, Violation>();
    for (const violation of violations) {
      const key = `${violation.code}\n${violation.ids.join('\n')}`;
      if (!BY_ABSENCE.has(violation.code)) this.#found.set(key, violation);
      else if (this.#absent === undefined || this.#absent.has(key)) absent.set(key, violation);
    }
    this.#absent = absent;
  }

  all(): readonly Violation[] {
    return [...this.#found.values(), ...(this.#absent?.values() ?? [])];
  }
}
