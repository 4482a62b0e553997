import type { Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { ChargeRecord, PaymentRecord, PaymentState, SessionRecord } from '../records.ts';
import { isPaymentOpen, isSessionLive } from '../state.ts';
import { endSession } from './end-session.ts';

/** The payment's state follows from its charges as soon as it has any: seats given, else undecided, else owed, else given back. */
function stateOfCharges(charges: readonly ChargeRecord[]): PaymentState {
  for (const state of ['settled', 'approved', 'refundDue'] as const) {
    if (charges.some((charge) => charge.state === state)) return state;
  }
  return 'refunded';
}

/** The payment with these charges, one version on. */
export function withCharges(
  payment: PaymentRecord,
  charges: readonly ChargeRecord[],
  nowMs: number,
): PaymentRecord {
  return { ...payment, charges, state: stateOfCharges(charges), ver: payment.ver + 1, updatedAtMs: nowMs };
}

/** The payment with one charge in another state. */
export function withChargeState(
  payment: PaymentRecord,
  providerRef: string,
  state: ChargeRecord['state'],
  nowMs: number,
): PaymentRecord {
  const charges = payment.charges.map((charge) =>
    charge.providerRef === providerRef ? { ...charge, state } : charge,
  );
  return withCharges(payment, charges, nowMs);
}

/** Puts the payment and keeps its due item there exactly while it is open, due no later than `dueAtMs`. */
export function putPayment(read: RecordReader, draft: Draft, payment: PaymentRecord, dueAtMs: number): void {
  draft.payment(payment);
  const { paymentId } = payment;
  const due = read.due(paymentId);
  if (!isPaymentOpen(payment)) {
    if (due !== undefined) draft.remove({ type: 'due', paymentId });
  } else if (due === undefined || dueAtMs < due.dueAtMs) {
    draft.due({ dueAtMs, paymentId });
  }
}

/** The session this payment would pay for, while it waits in checkout for exactly this payment. */
export function sessionInCheckout(read: RecordReader, payment: PaymentRecord): SessionRecord | undefined {
  const session = read.session(payment.sessionId);
  return session?.state === 'checkout' && session.paymentId === payment.paymentId ? session : undefined;
}

/** Money that buys nothing is owed back: the session has nothing to wait for and ends, unless another charge may still pay for it. */
export function endUnpaidSession(
  read: RecordReader,
  draft: Draft,
  payment: PaymentRecord,
  nowMs: number,
): void {
  if (payment.charges.some((charge) => charge.state === 'approved')) return;
  const session = sessionInCheckout(read, payment);
  if (session === undefined) return;
  endSession(read, draft, session, isSessionLive(session, nowMs) ? 'cancelled' : 'expired', nowMs);
}
