import { invariant } from '../../errors/index.ts';
import type { CancelCommand, CancelOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import { isSessionLive, sessionStateAt } from '../state.ts';
import { endSession } from './end-session.ts';

/** Ends a session at the buyer's wish. In checkout the money comes first: the payment must be voided, and that ends the session. */
export function cancelSession(read: RecordReader, command: CancelCommand): Decision<CancelOutcome> {
  const { nowMs } = command;
  const session = read.session(command.sessionId);
  if (session === undefined || session.userId !== command.userId) return answer({ kind: 'sessionUnknown' });
  if (session.state === 'checkout') {
    const payment = session.paymentId === null ? undefined : read.payment(session.paymentId);
    invariant(payment !== undefined, 'a session in checkout has its payment');
    return answer({ kind: 'paymentOpen', payment });
  }
  if (!isSessionLive(session, nowMs)) {
    return answer({ kind: 'sessionEnded', state: sessionStateAt(session, nowMs) });
  }
  const draft = new Draft();
  const ended = endSession(read, draft, session, 'cancelled', nowMs);
  return draft.decide({ kind: 'cancelled', session: ended });
}
