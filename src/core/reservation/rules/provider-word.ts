import type { ProviderWord, ProviderWordOutcome } from '../commands.ts';
import { answer, type Decision, Draft } from '../decision.ts';
import type { RecordReader } from '../items.ts';
import type { PaymentRecord } from '../records.ts';
import { putPayment, withCharges } from './money.ts';

/**
 * Records what the provider says of one attempt. An approval is believed whenever it comes, even of an attempt declined or a payment
 * voided before: the money was taken, and `settle` decides between seats and refund. The due item moves to now, so that a crash
 * before `settle` is found by the next turn of the reconciler.
 */
export function recordProviderWord(read: RecordReader, word: ProviderWord): Decision<ProviderWordOutcome> {
  const payment = read.payment(word.paymentId);
  if (payment === undefined) return answer({ kind: 'paymentUnknown' });
  if (payment.charges.some((charge) => charge.providerRef === word.providerRef)) {
    return answer({ kind: 'known', payment });
  }
  return word.status === 'approved' ? approve(read, payment, word) : decline(payment, word);
}

function approve(
  read: RecordReader,
  payment: PaymentRecord,
  word: ProviderWord,
): Decision<ProviderWordOutcome> {
  const { providerRef, amountMinor, nowMs } = word;
  const charge = { providerRef, amountMinor, state: 'approved' as const, atMs: nowMs };
  const approved = withCharges(payment, [...payment.charges, charge], nowMs);
  const draft = new Draft();
  putPayment(read, draft, approved, nowMs);
  return draft.decide({ kind: 'approved', payment: approved });
}

/** The payment counts as declined when no attempt begun is left unanswered; then another card may be tried. */
function decline(payment: PaymentRecord, word: ProviderWord): Decision<ProviderWordOutcome> {
  const isUndecided = payment.state === 'created' || payment.state === 'declined';
  if (!isUndecided || payment.declines.includes(word.providerRef)) return answer({ kind: 'known', payment });
  const declines = [...payment.declines, word.providerRef];
  const declined: PaymentRecord = {
    ...payment,
    declines,
    state: declines.length >= payment.attempts ? 'declined' : 'created',
    ver: payment.ver + 1,
    updatedAtMs: word.nowMs,
  };
  const draft = new Draft();
  draft.payment(declined);
  return draft.decide({ kind: 'declined', payment: declined });
}
