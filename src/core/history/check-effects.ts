import type { PaymentRecord } from '../reservation/index.ts';
import { type FinalStore, isSettled, type SessionHistory } from './collect.ts';
import { type Contradiction, contradiction } from './findings.ts';
import type { RecordedOperation } from './parse.ts';

/** States from which a payment does not move, and where `refundDue` may still go. */
const MAY_FOLLOW: Readonly<Record<string, readonly string[]>> = {
  settled: ['settled'],
  refunded: ['refunded'],
  refundDue: ['refundDue', 'refunded'],
  voided: ['voided', 'approved', 'refundDue', 'refunded'],
};

/** Every acknowledged effect is in the store, and the store has no effect that was refused. */
export function checkEffects(
  sessions: ReadonlyMap<string, SessionHistory>,
  store: FinalStore,
): Contradiction[] {
  const reserved = new Map<string, Set<string>>();
  for (const { sessionId, seatId } of store.reservations)
    reserved.set(sessionId, (reserved.get(sessionId) ?? new Set<string>()).add(seatId));
  return [...sessions.values()].flatMap((history) => [
    ...checkSession(history, store, reserved.get(history.session) ?? new Set()),
    ...checkPayments(history, store),
  ]);
}

function checkSession(
  history: SessionHistory,
  store: FinalStore,
  reserved: ReadonlySet<string>,
): Contradiction[] {
  const { session, operations } = history;
  const record = store.sessions.get(session);
  const [first] = operations;
  const acknowledged = operations.find(({ outcome }) => outcome === 'ok');
  if (record === undefined) {
    if (acknowledged === undefined || first === undefined) return [];
    const detail = `session ${session} of ${first.buyer} was acknowledged in line ${acknowledged.line}`;
    return [contradiction('SESSION_LOST', detail, [session], [acknowledged.line])];
  }
  const found: Contradiction[] = [];
  const cancelled = operations.find(({ op, outcome }) => op === 'cancel' && outcome === 'ok');
  if (cancelled !== undefined && record.state !== 'cancelled')
    found.push(
      contradiction(
        'CANCEL_LOST',
        `session ${session} was cancelled in line ${cancelled.line} and is in state ${record.state}`,
        [session],
        [cancelled.line],
      ),
    );
  // Sessions that ended otherwise may have dropped what they held; one still in reservation has only what nobody gave back.
  if (record.state === 'reservation') found.push(...lostHolds(history, reserved));
  return [...found, ...unfoundedHolds(history, reserved)];
}

function lostHolds(
  { session, operations, seats }: SessionHistory,
  reserved: ReadonlySet<string>,
): Contradiction[] {
  return [...seats].flatMap((seat) => {
    const about = operations.filter((operation) => operation.seats?.includes(seat) === true);
    const last = about.filter(({ outcome }) => outcome !== 'refused').at(-1);
    const isHeld =
      last !== undefined && last.outcome === 'ok' && (last.op === 'hold' || last.op === 'autoHold');
    const mayBeGone = operations.some(
      ({ op, outcome }) =>
        outcome === 'unknown' && (op === 'cancel' || op === 'checkout' || op === 'release'),
    );
    if (!isHeld || mayBeGone || reserved.has(seat)) return [];
    const detail = `seat ${seat}: session ${session} was told in line ${last.line} that it holds it, and never gave it back`;
    return [contradiction('HOLD_LOST', detail, [seat, session], [last.line])];
  });
}

function unfoundedHolds(
  { session, operations, seats }: SessionHistory,
  reserved: ReadonlySet<string>,
): Contradiction[] {
  return [...reserved].flatMap((seat) => {
    if (seats.has(seat)) return [];
    const refused = operations.find(
      ({ outcome, seats: asked }) => outcome === 'refused' && asked?.includes(seat) === true,
    );
    const detail =
      refused === undefined
        ? `seat ${seat}: session ${session} has a record of it and never was told so`
        : `seat ${seat}: session ${session} was refused in line ${refused.line} (${refused.code}) and has a record of it all the same`;
    return [
      contradiction('HOLD_UNFOUNDED', detail, [seat, session], refused === undefined ? [] : [refused.line]),
    ];
  });
}

function checkPayments({ session, operations }: SessionHistory, store: FinalStore): Contradiction[] {
  const told = operations.filter(({ payment, outcome }) => payment !== undefined && outcome === 'ok');
  const found: Contradiction[] = [];
  for (const operation of told) {
    const { payment = '', line, amountMinor } = operation;
    const record = store.payments.get(payment);
    if (record === undefined) {
      const detail = `payment ${payment} of session ${session} was told in line ${line}`;
      return [...found, contradiction('PAYMENT_LOST', detail, [payment, session], [line])];
    }
    const isSame =
      record.sessionId === session && (amountMinor === undefined || amountMinor === record.amountMinor);
    if (!isSame)
      found.push(
        contradiction(
          'PAYMENT_CHANGED',
          `payment ${payment}: told in line ${line} as ${amountMinor} for session ${session}, stored as ${record.amountMinor} for session ${record.sessionId}`,
          [payment, session],
          [line],
        ),
      );
    found.push(...wentBack(operation, told, record));
  }
  return found;
}

/** A payment that was told to be over stays so, in later answers and in the store. */
function wentBack(
  told: RecordedOperation,
  all: readonly RecordedOperation[],
  record: PaymentRecord,
): Contradiction[] {
  const { state = '', payment = '', line } = told;
  const allowed = MAY_FOLLOW[state];
  if (allowed === undefined) return [];
  const later = all.find(
    (other) =>
      other.payment === payment &&
      other.startMs > (told.endMs ?? told.startMs) &&
      other.state !== undefined &&
      !allowed.includes(other.state),
  );
  if (later !== undefined)
    return [
      contradiction(
        'PAYMENT_WENT_BACK',
        `payment ${payment} was ${state} in line ${line} and ${later.state} in line ${later.line}`,
        [payment],
        [line, later.line],
      ),
    ];
  if (allowed.includes(record.state)) return [];
  const detail = `payment ${payment} was ${state} in line ${line} and is ${record.state} in the store`;
  return [contradiction('PAYMENT_WENT_BACK', detail, [payment], [line])];
}

export interface Money {
  /** What buyers were told they paid for seats they have. */
  readonly acknowledgedMinor: number;
  /** What the store settled for the sessions of the history, whether or not their buyers looked. */
  readonly settledMinor: number;
}

/** Counts the money once by what buyers were told and once by the charges of the store. */
export function checkMoney(
  sessions: ReadonlyMap<string, SessionHistory>,
  store: FinalStore,
): { readonly money: Money; readonly found: Contradiction[] } {
  const acknowledged = new Map<string, RecordedOperation>();
  for (const { operations } of sessions.values())
    for (const operation of operations)
      if (isSettled(operation) && operation.payment !== undefined)
        acknowledged.set(operation.payment, operation);
  let acknowledgedMinor = 0;
  for (const { amountMinor = 0 } of acknowledged.values()) acknowledgedMinor += amountMinor;
  let settledMinor = 0;
  let seenMinor = 0;
  for (const { paymentId, sessionId, charges } of store.payments.values()) {
    if (!sessions.has(sessionId)) continue;
    const minor = charges.reduce(
      (sum, charge) => sum + (charge.state === 'settled' ? charge.amountMinor : 0),
      0,
    );
    settledMinor += minor;
    if (acknowledged.has(paymentId)) seenMinor += minor;
  }
  const money = { acknowledgedMinor, settledMinor };
  if (seenMinor === acknowledgedMinor) return { money, found: [] };
  const detail = `buyers were told of ${acknowledgedMinor}, and of those payments the store settled ${seenMinor}`;
  return { money, found: [contradiction('MONEY_NOT_CONSERVED', detail, [], [])] };
}
