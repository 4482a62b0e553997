import { invariant } from '../../errors/index.ts';
import type { SettleCommand, SettleOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { ChargeRecord, PaymentRecord, SeatRecord, SessionRecord } from '../records.ts';
import { isSeatLockedBy } from '../state.ts';
import { giveBackPlace } from './end-session.ts';
import { endUnpaidSession, putPayment, sessionInCheckout, withChargeState } from './money.ts';

/**
 * Decides an approved charge, once: every frozen seat still locked for the session and the amount right, and the seats are sold;
 * otherwise the money is owed back. Time plays no part: a lock that lapsed without anybody taking the seat is still the buyer's.
 */
export function settle(read: RecordReader, command: SettleCommand): Decision<SettleOutcome> {
  const { providerRef, nowMs } = command;
  const payment = read.payment(command.paymentId);
  const charge = payment?.charges.find((known) => known.providerRef === providerRef);
  if (payment === undefined || charge === undefined) return answer({ kind: 'paymentUnknown' });
  if (charge.state !== 'approved') return answer({ kind: 'known', payment });

  const sale = saleFor(read, payment, charge);
  const draft = new Draft();
  if (sale === undefined) {
    const owing = withChargeState(payment, providerRef, 'refundDue', nowMs);
    putPayment(read, draft, owing, nowMs);
    endUnpaidSession(read, draft, owing, nowMs);
    return draft.decide({ kind: 'refundDue', payment: owing });
  }

  const settled = withChargeState(payment, providerRef, 'settled', nowMs);
  putPayment(read, draft, settled, nowMs);
  sell(read, draft, payment, sale, nowMs);
  return draft.decide({ kind: 'settled', payment: settled });
}

interface Sale {
  readonly session: SessionRecord;
  readonly seats: readonly SeatRecord[];
}

/** What the charge buys, or undefined when it can buy nothing: wrong amount, session over (or sold already), or a seat lost. */
function saleFor(read: RecordReader, payment: PaymentRecord, charge: ChargeRecord): Sale | undefined {
  if (charge.amountMinor !== payment.amountMinor) return undefined;
  const session = sessionInCheckout(read, payment);
  if (session === undefined) return undefined;
  const seats: SeatRecord[] = [];
  for (const { seatId } of payment.seats) {
    const seat = read.seat(payment.eventId, seatId);
    if (seat === undefined || !isSeatLockedBy(seat, session.sessionId)) return undefined;
    seats.push(seat);
  }
  return { session, seats };
}

function sell(read: RecordReader, draft: Draft, payment: PaymentRecord, sale: Sale, nowMs: number): void {
  const { session, seats } = sale;
  for (const seat of seats) {
    draft.seat({
      ...seat,
      availability: 'reserved',
      expiresAtMs: null,
      ver: seat.ver + 1,
      updatedAtMs: nowMs,
    });
    const reservation = read.reservation(session.sessionId, seat.seatId);
    invariant(reservation !== undefined, 'a seat locked for a session has its reservation');
    draft.reservation({ ...reservation, state: 'reserved', paymentId: payment.paymentId });
  }
  giveBackPlace(read, draft, session);
  draft.session({ ...session, state: 'finalised', ver: session.ver + 1, updatedAtMs: nowMs }, session);
}
