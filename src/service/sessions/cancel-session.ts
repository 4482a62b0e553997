import type { SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { PaymentProviderUnavailableError } from '../ports/index.ts';
import { ProblemError } from '../problems/index.ts';
import { refuse } from './refusals.ts';

/**
 * Gives everything back. In checkout the payment is made unpayable first, so that nobody pays for seats they gave up; cancelling a
 * session that is cancelled already changes nothing.
 *
 * @throws ProblemError `SESSION_UNKNOWN`, `SESSION_ENDED` (also when the payment turned out to be made), `UNAVAILABLE`.
 */
export async function cancelSession(
  service: ServiceContext,
  sessionId: string,
  userId: string,
): Promise<SessionRecord> {
  const cancel = () => service.store.cancelSession({ sessionId, userId, nowMs: service.clock.nowMs() });
  let outcome = await cancel();
  if (outcome.kind === 'paymentOpen') {
    await decidePayment(service, outcome.payment.paymentId);
    outcome = await cancel();
  }
  switch (outcome.kind) {
    case 'cancelled':
      service.changed();
      return outcome.session;
    case 'paymentOpen':
      throw new ProblemError(
        'PAYMENT_OPEN',
        'The payment is being decided right now; look again in a moment.',
      );
    case 'sessionEnded': {
      const session = await service.store.getSession(sessionId);
      if (outcome.state === 'cancelled' && session !== undefined) return session;
      return refuse(outcome);
    }
    case 'sessionUnknown':
      return refuse(outcome);
  }
}

async function decidePayment(service: ServiceContext, paymentId: string): Promise<void> {
  try {
    await service.reconciler.reconcile(paymentId, 'cancelled');
    service.changed();
  } catch (error) {
    if (!(error instanceof PaymentProviderUnavailableError)) throw error;
    throw new ProblemError(
      'UNAVAILABLE',
      'The payment provider cannot be reached, so the payment cannot be stopped yet. Try again.',
    );
  }
}
