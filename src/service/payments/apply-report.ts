import type { PaymentRecord } from '../../core/reservation/index.ts';
import type { AttemptReport, ReservationStore } from '../ports/index.ts';

/**
 * Takes what the provider says of one attempt, from a webhook or from asking, in any order and any number of times. An approval is
 * recorded first and settled in a second step, so that a crash between the two leaves money the reconciler can see.
 *
 * Answers the payment as it is afterwards, or undefined when it is unknown here.
 */
export async function applyReport(
  store: ReservationStore,
  report: AttemptReport,
  nowMs: number,
): Promise<PaymentRecord | undefined> {
  if (report.status !== 'approved' && report.status !== 'declined') return store.getPayment(report.paymentId);
  const outcome = await store.recordProviderWord({
    paymentId: report.paymentId,
    providerRef: report.providerRef,
    status: report.status,
    amountMinor: report.amountMinor,
    nowMs,
  });
  if (outcome.kind === 'paymentUnknown') return undefined;
  const charge = outcome.payment.charges.find(({ providerRef }) => providerRef === report.providerRef);
  // A repeat of an approval whose settlement never happened settles it now.
  return charge?.state === 'approved'
    ? settleCharge(store, report.paymentId, report.providerRef, nowMs)
    : outcome.payment;
}

/** Gives the seats or owes the money back: exactly one of them, however often it is called. */
export async function settleCharge(
  store: ReservationStore,
  paymentId: string,
  providerRef: string,
  nowMs: number,
): Promise<PaymentRecord | undefined> {
  const outcome = await store.settle({ paymentId, providerRef, nowMs });
  return outcome.kind === 'paymentUnknown' ? undefined : outcome.payment;
}
