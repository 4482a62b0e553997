import {
  type AuditReport,
  auditInParts,
  auditStore,
  RECORDS_MAX,
  type Violation,
} from '../../../../core/audit/index.ts';
import type { EventRecord, StoredItem } from '../../../../core/reservation/index.ts';
import type { Database } from '../connection/index.ts';
import { ACTIONS_MAX, readEach, readTogether } from '../decisions/index.ts';
import { type Item, nameOf, type Ref, seatOf, sessionOf } from '../items/index.ts';
import { listEvents, readReservations, readSessions } from '../reads.ts';
import { recordOf, scanStore } from './scan-store.ts';

/**
 * Looks again at what an audit of a scan found. A scan is of no one moment, so records that were written meanwhile may seem to disagree.
 * The records that a violation speaks of, and those it is judged by, are read together in a transaction and audited by themselves; what
 * does not show again was never there.
 */
export async function confirmReport(
  database: Database,
  report: AuditReport,
  nowMs: () => number,
): Promise<AuditReport> {
  if (report.ok) return report;
  const events = await listEvents(database);
  const confirmed: Violation[] = [];
  let rescanned: Promise<AuditReport> | undefined;
  for (const violation of report.violations) {
    if (violation.ids.length === 0) {
      // It names nothing that could be read again: it counts if another scan finds it too.
      rescanned ??= auditInParts(() => scanStore(database), { nowMs: nowMs(), recordsMax: RECORDS_MAX });
      if ((await rescanned).violations.some((other) => isSame(other, violation))) confirmed.push(violation);
      continue;
    }
    if (await isThere(database, events, violation, nowMs)) confirmed.push(violation);
  }
  const dropped = report.violations.length - confirmed.length;
  const violationCount = report.violationCount - dropped;
  return { ...report, ok: violationCount === 0, violations: confirmed, violationCount };
}

async function isThere(
  database: Database,
  events: readonly EventRecord[],
  violation: Violation,
  nowMs: () => number,
): Promise<boolean> {
  const refs = await basisOf(database, events, violation);
  // More than can be read together: then the scan's word stands.
  if (refs.length > ACTIONS_MAX) return true;
  const together = await readTogether(database, refs, database.patience());
  const items = [...together.values()].flatMap((item) =>
    item === undefined ? [] : (storedItem(item) ?? []),
  );
  const known = events.map((record): StoredItem => ({ type: 'event', record }));
  const again = await auditStore([...known, ...items], { nowMs: nowMs() });
  return again.violations.some((other) => isSame(other, violation));
}

function isSame(a: Violation, b: Violation): boolean {
  return a.code === b.code && [...a.ids].sort().join('\n') === [...b.ids].sort().join('\n');
}

function storedItem(item: Item): StoredItem | undefined {
  return item.kind === undefined ? { type: 'seat', record: seatOf(item) } : recordOf(item);
}

/** The records a violation is judged by. Its ids say which kinds they are by their form; one that fits no record reads nothing. */
async function basisOf(
  database: Database,
  events: readonly EventRecord[],
  { code, ids }: Violation,
): Promise<readonly Ref[]> {
  const basis = new Basis();
  const seatIds = ids.filter((id) => id.includes('#'));
  for (const id of ids) {
    basis.add(...refsOfId(events, id));
    if (!seatIds.includes(id)) basis.add(...reservationsOf(id, seatIds));
  }
  for (let round = 0; round < 2; round += 1) {
    const items = await readEach(database, basis.refs, database.patience());
    for (const item of items.values()) if (item !== undefined) basis.add(...linksOf(item, seatIds));
  }
  if (/^(HELD_|LIVE_|ADMISSIONS_)/.test(code)) basis.add(...(await ofSessions(database, basis, code)));
  return basis.refs;
}

/** What hangs on the sessions found: their reservations, or all sessions of their users. */
async function ofSessions(database: Database, basis: Basis, code: string): Promise<Ref[]> {
  const refs: Ref[] = [];
  const items = await readEach(database, basis.refs, database.patience());
  for (const item of items.values()) {
    if (item?.kind?.S !== 'session') continue;
    const { sessionId, userId, eventId } = sessionOf(item).record;
    if (code.startsWith('HELD_')) {
      const held = [
        ...sessionOf(item).seatsHeld,
        ...(await readReservations(database, sessionId)).map(({ seatId }) => seatId),
      ];
      refs.push(...held.map((seatId): Ref => ({ type: 'reservation', sessionId, seatId })));
    } else {
      const sessions = await readSessions(database, userId, eventId);
      refs.push(...sessions.map((session): Ref => ({ type: 'session', sessionId: session.sessionId })));
    }
  }
  return refs;
}

function refsOfId(events: readonly EventRecord[], id: string): Ref[] {
  if (id.includes('#')) return events.map(({ eventId }) => ({ type: 'seat', eventId, seatId: id }));
  const slash = id.lastIndexOf('/');
  if (slash >= 0)
    return [{ type: 'place', eventId: id.slice(0, slash), placeNo: Number(id.slice(slash + 1)) }];
  return [
    { type: 'session', sessionId: id },
    { type: 'payment', paymentId: id },
    { type: 'due', paymentId: id },
    ...events.map(({ eventId }): Ref => ({ type: 'token', eventId, tokenId: id })),
  ];
}

/** Records next to one that was found. `seatIds` are the seats in question: of those, every session's reservation matters. */
function linksOf(item: Item, seatIds: readonly string[]): Ref[] {
  const stored = storedItem(item);
  switch (stored?.type) {
    case 'session': {
      const { sessionId, eventId, userId, placeNo, tokenId, paymentId } = stored.record;
      return [
        { type: 'userEvent', userId, eventId },
        { type: 'place', eventId, placeNo },
        { type: 'token', eventId, tokenId },
        ...(paymentId === null ? [] : ofPayment(paymentId)),
        ...reservationsOf(sessionId, seatIds),
      ];
    }
    case 'seat': {
      const { sessionId, seatId } = stored.record;
      if (sessionId === null) return [];
      return [
        { type: 'session', sessionId },
        { type: 'reservation', sessionId, seatId },
      ];
    }
    case 'reservation':
      return stored.record.paymentId === null ? [] : ofPayment(stored.record.paymentId);
    case 'payment': {
      const { paymentId, sessionId, eventId, seats } = stored.record;
      const frozen = seats.map(({ seatId }): Ref => ({ type: 'seat', eventId, seatId }));
      return [...ofPayment(paymentId), { type: 'session', sessionId }, ...frozen];
    }
    case 'userEvent':
      return stored.record.liveSessionId === null
        ? []
        : [{ type: 'session', sessionId: stored.record.liveSessionId }];
    case 'place':
    case 'token':
      return [{ type: 'session', sessionId: stored.record.sessionId }];
    default:
      return [];
  }
}

function reservationsOf(sessionId: string, seatIds: readonly string[]): Ref[] {
  return seatIds.map((seatId) => ({ type: 'reservation', sessionId, seatId }));
}

function ofPayment(paymentId: string): Ref[] {
  return [
    { type: 'payment', paymentId },
    { type: 'due', paymentId },
  ];
}

/** Records without repetition, in the order in which they were found. */
class Basis {
  readonly #refs = new Map<string, Ref>();

  get refs(): readonly Ref[] {
    return [...this.#refs.values()];
  }

  add(...refs: readonly Ref[]): void {
    for (const ref of refs) if (!this.#refs.has(nameOf(ref))) this.#refs.set(nameOf(ref), ref);
  }
}
