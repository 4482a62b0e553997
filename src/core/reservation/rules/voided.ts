import type { VoidedCommand, VoidedOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import { endSession } from './end-session.ts';
import { putPayment, sessionInCheckout } from './money.ts';

/** Gives up a payment nobody was charged for; a charge, in whatever state, forbids it. */
export function recordVoided(read: RecordReader, command: VoidedCommand): Decision<VoidedOutcome> {
  const { nowMs } = command;
  const payment = read.payment(command.paymentId);
  if (payment === undefined) return answer({ kind: 'paymentUnknown' });
  if (payment.charges.length > 0) return answer({ kind: 'charged', payment });
  if (payment.state === 'voided') return answer({ kind: 'known', payment });

  const voided = { ...payment, state: 'voided' as const, ver: payment.ver + 1, updatedAtMs: nowMs };
  const draft = new Draft();
  putPayment(read, draft, voided, nowMs);
  const session = sessionInCheckout(read, payment);
  if (session !== undefined) endSession(read, draft, session, command.sessionState, nowMs);
  return draft.decide({ kind: 'voided', payment: voided });
}
