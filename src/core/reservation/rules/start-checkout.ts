import { invariant } from '../../errors/index.ts';
import type { StartCheckoutCommand, StartCheckoutOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { PaymentRecord, ReservationRecord, SeatRecord, SessionRecord } from '../records.ts';
import { isSeatLockedBy } from '../state.ts';
import { claimedSession, lookUpKey, refusal, remember } from './claim.ts';

/**
 * Freezes what the session holds and what it costs, gives session, place and seats a fresh window, and creates the payment with its
 * due item, all before the provider is called: whatever happens afterwards, somebody will ask about the money. Seats that are no
 * longer the session's are dropped first and told; nothing is frozen then, since the buyer has not agreed to fewer seats.
 */
export function startCheckout(
  read: RecordReader,
  command: StartCheckoutCommand,
): Decision<StartCheckoutOutcome> {
  const { claim, request, nowMs } = command;
  invariant(
    nowMs < command.payUntilMs && command.payUntilMs <= command.expiresAtMs,
    'the pay window ends before the lock',
  );
  invariant(command.expiresAtMs % 1000 === 0, 'a session ends on a whole second');

  const session = claimedSession(read, claim);
  if (session === undefined) return answer({ kind: 'sessionUnknown' });
  const known = lookUpKey(session, request);
  if (known.kind === 'keyReused') return answer(known);
  if (known.kind === 'repeat') {
    return session.paymentId === null
      ? answer({ kind: 'seatsLost', seatIds: known.entry.seatIds, session })
      : existing(read, session);
  }
  const refused = refusal(session, claim, nowMs);
  if (refused?.kind === 'wrongState') return existing(read, session);
  if (refused !== null) return answer(refused);
  if (isReplaced(read, session)) return answer({ kind: 'sessionEnded', state: 'expired' });

  const reservations = read.reservationsOf(session.sessionId);
  if (reservations.length === 0) return answer({ kind: 'nothingHeld' });
  const seats: SeatRecord[] = [];
  const lost: string[] = [];
  for (const { seatId } of reservations) {
    const seat = read.seat(session.eventId, seatId);
    if (seat !== undefined && isSeatLockedBy(seat, session.sessionId)) seats.push(seat);
    else lost.push(seatId);
  }
  return lost.length > 0
    ? dropLost(command, session, lost)
    : freeze(read, command, session, seats, reservations);
}

/** By a clock that was ahead the session was over, and somebody else has its place, or its user another session: it gets no new window. */
function isReplaced(read: RecordReader, { sessionId, eventId, userId, placeNo }: SessionRecord): boolean {
  const isOurs = read.place(eventId, placeNo)?.sessionId === sessionId;
  return !isOurs || read.userEvent(userId, eventId)?.liveSessionId !== sessionId;
}

function existing(read: RecordReader, session: SessionRecord): Decision<StartCheckoutOutcome> {
  const payment = session.paymentId === null ? undefined : read.payment(session.paymentId);
  invariant(payment !== undefined, 'a session that began checkout has its payment');
  return answer({ kind: 'existing', session, payment });
}

function dropLost(
  command: StartCheckoutCommand,
  session: SessionRecord,
  lost: readonly string[],
): Decision<StartCheckoutOutcome> {
  const draft = new Draft();
  for (const seatId of lost) draft.remove({ type: 'reservation', sessionId: session.sessionId, seatId });
  const after = {
    ...session,
    heldCount: session.heldCount - lost.length,
    ver: session.ver + 1,
    idempotency: remember(session, command.request, lost),
    updatedAtMs: command.nowMs,
  };
  draft.session(after, session);
  return draft.decide({ kind: 'seatsLost', seatIds: lost, session: after });
}

function freeze(
  read: RecordReader,
  command: StartCheckoutCommand,
  session: SessionRecord,
  seats: readonly SeatRecord[],
  reservations: readonly ReservationRecord[],
): Decision<StartCheckoutOutcome> {
  const { nowMs, expiresAtMs } = command;
  const { sessionId, eventId, userId, placeNo } = session;
  const draft = new Draft();
  for (const seat of seats) draft.seat({ ...seat, expiresAtMs, ver: seat.ver + 1, updatedAtMs: nowMs });
  draft.place({ eventId, placeNo, sessionId, untilMs: expiresAtMs });
  const user = read.userEvent(userId, eventId);
  if (user !== undefined) draft.userEvent({ ...user, liveUntilMs: expiresAtMs });

  invariant(read.payment(command.paymentId) === undefined, 'a new payment has a new id');
  const payment = createdPayment(command, session, reservations);
  draft.payment(payment);
  draft.due({ dueAtMs: command.dueAtMs, paymentId: payment.paymentId });
  const after: SessionRecord = {
    ...session,
    state: 'checkout',
    expiresAtMs,
    ver: session.ver + 1,
    idempotency: remember(
      session,
      command.request,
      seats.map((seat) => seat.seatId),
    ),
    paymentId: payment.paymentId,
    updatedAtMs: nowMs,
  };
  draft.session(after, session);
  return draft.decide({ kind: 'started', session: after, payment });
}

function createdPayment(
  command: StartCheckoutCommand,
  session: SessionRecord,
  reservations: readonly ReservationRecord[],
): PaymentRecord {
  return {
    paymentId: command.paymentId,
    sessionId: session.sessionId,
    eventId: session.eventId,
    userId: session.userId,
    seats: reservations.map(({ seatId, tier, priceMinor }) => ({ seatId, tier, priceMinor })),
    amountMinor: reservations.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
    currency: command.currency,
    state: 'created',
    attempts: 0,
    declines: [],
    charges: [],
    createdAtMs: command.nowMs,
    payUntilMs: command.payUntilMs,
    expiresAtMs: command.expiresAtMs,
    ver: 1,
    updatedAtMs: command.nowMs,
  };
}
