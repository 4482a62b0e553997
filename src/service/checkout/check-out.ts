import {
  isPayable,
  type PaymentRecord,
  type SessionClaim,
  type SessionRecord,
} from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { requestKey } from '../holds/index.ts';
import { PaymentProviderUnavailableError } from '../ports/index.ts';
import { ProblemError } from '../problems/index.ts';
import { refuse } from '../sessions/index.ts';
import { ownPayment, type PaymentView, paymentView } from './payment-view.ts';

/** How soon the reconciler looks at a new payment: early enough that a lost webhook is noticed while the buyer still waits. */
const FIRST_LOOK_MS = 20_000;

/**
 * Freezes what the session holds and at what price, gives it a fresh window, and answers where to pay. Repeating it answers the same
 * payment.
 *
 * @throws ProblemError `NOTHING_HELD`, `HOLD_EXPIRED` naming the seats that were lost, `UNAVAILABLE` when the payment provider cannot be
 * reached (the seats stay held: repeat the call), or why the session cannot act.
 */
export async function checkOut(
  service: ServiceContext,
  claim: SessionClaim,
  returnUrl: string,
  idempotencyKey: string | undefined,
): Promise<{ session: SessionRecord; payment: PaymentView }> {
  const { event } = await service.events.require(claim.eventId);
  const nowMs = service.clock.nowMs();
  const payUntilMs = Math.ceil((nowMs + event.payTtlMs) / 1000) * 1000;
  const outcome = await service.store.startCheckout({
    claim,
    paymentId: service.random.uuidV7(nowMs),
    currency: event.currency,
    request: requestKey(service.hashing, idempotencyKey, 'checkout', null),
    nowMs,
    payUntilMs,
    expiresAtMs: payUntilMs + event.payGraceMs,
    dueAtMs: Math.min(nowMs + FIRST_LOOK_MS, payUntilMs),
  });
  switch (outcome.kind) {
    case 'started':
    case 'existing': {
      service.changed();
      const payment = await firstAttempt(service, outcome.payment);
      return { session: outcome.session, payment: await withPage(service, payment, returnUrl) };
    }
    case 'nothingHeld':
      throw new ProblemError('NOTHING_HELD', 'Hold seats before you check out.');
    case 'seatsLost':
      service.changed();
      throw new ProblemError('HOLD_EXPIRED', 'The seats named here were lost; the others are still held.', {
        seatIds: outcome.seatIds,
      });
    default:
      return refuse(outcome);
  }
}

/**
 * Another try after a declined card, within the same window. While an attempt is still undecided it is that one that is answered.
 *
 * @throws ProblemError `PAYMENT_UNKNOWN`, `PAYMENT_NOT_PAYABLE`, `IDEMPOTENCY_KEY_REUSED`, `UNAVAILABLE`.
 */
export async function payAgain(
  service: ServiceContext,
  request: { paymentId: string; userId: string; returnUrl: string; idempotencyKey: string | undefined },
): Promise<PaymentView> {
  const { paymentId, userId } = request;
  const known = await ownPayment(service, paymentId, userId);
  const undecided = known.state === 'created' && known.attempts > 0;
  const payment = undecided ? known : await begin(service, known, request.idempotencyKey);
  return withPage(service, payment, request.returnUrl);
}

async function firstAttempt(service: ServiceContext, payment: PaymentRecord): Promise<PaymentRecord> {
  return payment.state === 'created' && payment.attempts === 0 ? begin(service, payment, undefined) : payment;
}

async function begin(
  service: ServiceContext,
  payment: PaymentRecord,
  idempotencyKey: string | undefined,
): Promise<PaymentRecord> {
  const { paymentId, userId } = payment;
  const outcome = await service.store.beginAttempt({
    paymentId,
    userId,
    request: requestKey(service.hashing, idempotencyKey, 'attempt', paymentId),
    nowMs: service.clock.nowMs(),
  });
  switch (outcome.kind) {
    case 'begun':
      return outcome.payment;
    case 'keyReused':
      return refuse(outcome);
    case 'notPayable':
      throw new ProblemError(
        'PAYMENT_NOT_PAYABLE',
        `The payment is ${outcome.payment.state}, or its time is over.`,
      );
    case 'paymentUnknown':
      throw new ProblemError('PAYMENT_UNKNOWN', 'You have no such payment.');
  }
}

/** Where to pay the present attempt; the provider answers the same page however often it is asked. */
async function withPage(
  service: ServiceContext,
  payment: PaymentRecord,
  returnUrl: string,
): Promise<PaymentView> {
  if (payment.state !== 'created') return paymentView(payment, null);
  try {
    const { providerRef, redirectUrl } = await service.provider.createAttempt({
      paymentId: payment.paymentId,
      attempt: payment.attempts,
      amountMinor: payment.amountMinor,
      currency: payment.currency,
      returnUrl,
      expiresAtMs: payment.payUntilMs,
    });
    const now = await service.store.getPayment(payment.paymentId);
    if (now !== undefined && isPayable(now, service.clock.nowMs())) return paymentView(now, redirectUrl);
    // Given up while the attempt was being made: whoever gave it up cannot have known this attempt, so it is ended here.
    await service.provider.void(providerRef);
    return paymentView(now ?? payment, null);
  } catch (error) {
    if (!(error instanceof PaymentProviderUnavailableError)) throw error;
    throw new ProblemError(
      'UNAVAILABLE',
      'The payment provider cannot be reached. Your seats stay held: try again in a moment.',
    );
  }
}
