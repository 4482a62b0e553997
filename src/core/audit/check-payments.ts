import { isPaymentOpen, type PaymentRecord, type PaymentState } from '../reservation/index.ts';
import type { Ledger } from './ledger.ts';
import type { Findings } from './report.ts';

/** Between the provider's word and the decision lie moments; a charge that waits longer than this was forgotten. */
const UNDECIDED_MS_MAX = 60_000;

/** Every charge has seats or a refund, and every payment that is open has somebody who will look. */
export function checkPayments(ledger: Ledger, nowMs: number, findings: Findings): void {
  for (const payment of ledger.payments.values()) {
    const { paymentId } = payment;
    findings.expect(allowedStates(payment).includes(payment.state), 'PAYMENT_STATE_WRONG', paymentId);
    findings.expect(isAmountRight(payment), 'PAYMENT_AMOUNT_WRONG', paymentId);
    checkCharges(ledger, payment, nowMs, findings);
    if (isPaymentOpen(payment)) findings.expect(ledger.dues.has(paymentId), 'DUE_MISSING', paymentId);
  }
  for (const { paymentId } of ledger.dues.values()) {
    const payment = ledger.payments.get(paymentId);
    findings.expect(payment !== undefined && isPaymentOpen(payment), 'DUE_LEFT_OVER', paymentId);
  }
}

function allowedStates({ charges }: PaymentRecord): readonly PaymentState[] {
  if (charges.length === 0) return ['created', 'declined', 'voided'];
  for (const state of ['settled', 'approved', 'refundDue'] as const) {
    if (charges.some((charge) => charge.state === state)) return [state];
  }
  return ['refunded'];
}

function isAmountRight({ seats, amountMinor, charges }: PaymentRecord): boolean {
  const sum = seats.reduce((total, { priceMinor }) => total + priceMinor, 0);
  const settled = charges.filter((charge) => charge.state === 'settled');
  return amountMinor === sum && settled.every((charge) => charge.amountMinor === amountMinor);
}

function checkCharges(ledger: Ledger, payment: PaymentRecord, nowMs: number, findings: Findings): void {
  const { paymentId, sessionId, eventId, charges, seats } = payment;
  const settled = charges.filter((charge) => charge.state === 'settled');
  findings.expect(settled.length <= 1, 'CHARGE_SETTLED_TWICE', paymentId);
  if (settled.length > 0) {
    const missing = seats.filter(({ seatId }) => {
      const seat = ledger.seat(eventId, seatId);
      return seat?.availability !== 'reserved' || seat.sessionId !== sessionId;
    });
    const seatIds = missing.map(({ seatId }) => seatId);
    findings.expect(missing.length === 0, 'CHARGE_WITHOUT_SEATS', paymentId, ...seatIds);
  }
  for (const { state, atMs, providerRef } of charges) {
    const isForgotten = state === 'approved' && nowMs - atMs > UNDECIDED_MS_MAX;
    findings.expect(!isForgotten, 'CHARGE_UNDECIDED', paymentId, providerRef);
  }
}
