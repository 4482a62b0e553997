import { invariant } from '../../errors/index.ts';
import type { BeginAttemptCommand, BeginAttemptOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import { isPayable } from '../state.ts';
import { lookUpKey, remember } from './claim.ts';

/** Counts one more attempt to pay, before the provider is asked for it. A declined card may be followed by another within the window. */
export function beginAttempt(
  read: RecordReader,
  command: BeginAttemptCommand,
): Decision<BeginAttemptOutcome> {
  const { request, nowMs } = command;
  const payment = read.payment(command.paymentId);
  if (payment === undefined || payment.userId !== command.userId) return answer({ kind: 'paymentUnknown' });
  const session = read.session(payment.sessionId);
  invariant(session !== undefined, 'a payment has its session');
  const known = lookUpKey(session, request);
  if (known.kind === 'keyReused') return answer(known);
  if (known.kind === 'repeat') return answer({ kind: 'begun', payment });
  if (!isPayable(payment, nowMs)) return answer({ kind: 'notPayable', payment });

  const draft = new Draft();
  const begun = {
    ...payment,
    state: 'created' as const,
    attempts: payment.attempts + 1,
    ver: payment.ver + 1,
    updatedAtMs: nowMs,
  };
  draft.payment(begun);
  if (request !== null) {
    draft.session({ ...session, idempotency: remember(session, request, []) }, session);
  }
  return draft.decide({ kind: 'begun', payment: begun });
}
