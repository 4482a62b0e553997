import type { RefundedCommand } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { PaymentRecord } from '../records.ts';
import { endUnpaidSession, putPayment, withChargeState } from './money.ts';

/**
 * Records that a charge was given back. One that nobody has decided yet (a refund made by hand at the provider) can buy nothing any
 * more. A settled charge stays settled: taking sold seats back is a matter for people. Answers the payment, undefined when unknown.
 */
export function recordRefunded(
  read: RecordReader,
  command: RefundedCommand,
): Decision<PaymentRecord | undefined> {
  const { providerRef, nowMs } = command;
  const payment = read.payment(command.paymentId);
  const charge = payment?.charges.find((known) => known.providerRef === providerRef);
  if (payment === undefined || charge === undefined) return answer(payment);
  if (charge.state !== 'refundDue' && charge.state !== 'approved') return answer(payment);

  const refunded = withChargeState(payment, providerRef, 'refunded', nowMs);
  const draft = new Draft();
  putPayment(read, draft, refunded, nowMs);
  endUnpaidSession(read, draft, refunded, nowMs);
  return draft.decide(refunded);
}
