import type { FrozenSeat, PaymentRecord, PaymentState } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { ProblemError } from '../problems/index.ts';

/** What a buyer sees of a payment. `redirectUrl` is where to pay, while there is something to pay. */
export interface PaymentView {
  readonly paymentId: string;
  readonly sessionId: string;
  readonly eventId: string;
  readonly state: PaymentState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly seats: readonly FrozenSeat[];
  readonly attempts: number;
  readonly payUntilMs: number;
  readonly redirectUrl: string | null;
}

export function paymentView(payment: PaymentRecord, redirectUrl: string | null): PaymentView {
  const { paymentId, sessionId, eventId, state, amountMinor, currency, seats, attempts, payUntilMs } =
    payment;
  return {
    paymentId,
    sessionId,
    eventId,
    state,
    amountMinor,
    currency,
    seats,
    attempts,
    payUntilMs,
    redirectUrl,
  };
}

/** @throws ProblemError `PAYMENT_UNKNOWN` when there is none or it is somebody else's. */
export async function ownPayment(
  service: ServiceContext,
  paymentId: string,
  userId: string,
): Promise<PaymentRecord> {
  const payment = await service.store.getPayment(paymentId);
  if (payment === undefined || payment.userId !== userId)
    throw new ProblemError('PAYMENT_UNKNOWN', 'You have no such payment.');
  return payment;
}
