import type {
  PaymentRecord,
  ReservationRecord,
  SessionRecord,
  StoredItem,
} from '../../core/reservation/index.ts';
import type { LogLine } from './lines.ts';

/** Names that mean something only within one log. */
export interface Pseudonyms {
  person(sub: string): string;
  session(sessionId: string): string;
}

interface Course {
  session?: SessionRecord;
  payment?: PaymentRecord;
  readonly held: ReservationRecord[];
}

/** What became of every session of an event, from the records of the store. */
export class Courses {
  readonly #courses = new Map<string, Course>();

  item(item: StoredItem): void {
    if (item.type === 'session') this.#of(item.record.sessionId).session = item.record;
    else if (item.type === 'payment') this.#of(item.record.sessionId).payment = item.record;
    else if (item.type === 'reservation') this.#of(item.record.sessionId).held.push(item.record);
  }

  *lines(names: Pseudonyms, nowMs: number): Iterable<LogLine> {
    for (const { session, payment, held } of this.#courses.values())
      if (session !== undefined) yield* linesOf(session, payment, held, names, nowMs);
  }

  #of(sessionId: string): Course {
    const known = this.#courses.get(sessionId) ?? { held: [] };
    this.#courses.set(sessionId, known);
    return known;
  }
}

function* linesOf(
  session: SessionRecord,
  payment: PaymentRecord | undefined,
  held: readonly ReservationRecord[],
  names: Pseudonyms,
  nowMs: number,
): Iterable<LogLine> {
  const name = names.session(session.sessionId);
  const at = (ms: number) => ({ at: ms / 1000, session: name });
  yield { type: 'started', ...at(session.createdAtMs), person: names.person(session.userId) };
  if (held.length > 0) {
    const firstMs = Math.min(...held.map(({ createdAtMs }) => createdAtMs));
    yield { type: 'held', ...at(firstMs), seats: held.length };
  } else if (payment !== undefined) {
    yield { type: 'held', ...at(payment.createdAtMs), seats: payment.seats.length };
  } else if (session.ver > (session.state === 'cancelled' ? 2 : 1)) {
    // Whatever changed a session beside its beginning and its end was a seat that it held; how many, nothing tells any more.
    yield { type: 'held', ...at(session.updatedAtMs) };
  }
  if (payment !== undefined) yield { type: 'checkout', ...at(payment.createdAtMs) };
  if (payment?.state === 'settled') {
    yield { type: 'bought', ...at(paidAtMs(payment)), seats: payment.seats.length };
    return;
  }
  if (payment !== undefined && payment.state !== 'created' && payment.state !== 'approved')
    // The reconciler may have closed it long after the session was over.
    yield { type: 'paymentFailed', ...at(Math.min(payment.updatedAtMs, session.expiresAtMs)) };
  if (session.state === 'cancelled') yield { type: 'ended', ...at(session.updatedAtMs) };
  else if (session.expiresAtMs <= nowMs) yield { type: 'ended', ...at(session.expiresAtMs) };
}

function paidAtMs({ charges, updatedAtMs }: PaymentRecord): number {
  return charges.find(({ state }) => state === 'settled')?.atMs ?? updatedAtMs;
}
