import type { Hashing } from '../crypto/index.ts';
import { type Answer, placeAnswer } from './answers.ts';
import type { EdgeKeys } from './edge-keys.ts';
import { expiry, mintAnswer, type QueueContext } from './mint.ts';
import { proofHolds } from './proof-of-work.ts';
import type { SaleRecord } from './sale-record.ts';
import { EARLY_TOLERANCE_SECONDS } from './slots.ts';
import { judge, type Verdict } from './verdict.ts';
import {
  type SigningKeys,
  signWaitingToken,
  verifyWaitingToken,
  type WaitingPayload,
  type WaitingTokenFailure,
} from './waiting-token.ts';

/** An attempt to be admitted, by a buyer whose sign-in pass is good. */
export interface AdmissionAttempt {
  readonly eventId: string;
  readonly sub: string;
  readonly now: number;
  /** The waiting token and the proof-of-work nonce, as sent. */
  readonly token: string | undefined;
  readonly nonce: string | undefined;
}

/** What is wrong with an attempt before luck comes into it; `sound` is nothing. */
export type Inspection =
  | { readonly finding: 'badToken'; readonly reason: WaitingTokenFailure }
  | {
      readonly finding: 'unproven' | 'early' | 'sound';
      readonly token: string;
      readonly payload: WaitingPayload;
    };

export type AdmissionDecision =
  | { readonly admitted: true; readonly payload: WaitingPayload; readonly verdict: Verdict }
  | { readonly admitted: false; readonly answer: Answer };

/** Token, then proof of work, then backoff: cheap before dear. */
export function inspectAdmission(hashing: Hashing, keys: EdgeKeys, attempt: AdmissionAttempt): Inspection {
  const token = attempt.token;
  if (token === undefined) return { finding: 'badToken', reason: 'malformed' };
  const verified = verifyWaitingToken(hashing, keys, token, attempt);
  if (!verified.ok) return { finding: 'badToken', reason: verified.reason };
  const payload = verified.payload;
  const early = attempt.now < payload.boff - EARLY_TOLERANCE_SECONDS;
  const proven = proofHolds(hashing, payload.ch, payload.chd, attempt.nonce);
  return { finding: proven ? (early ? 'early' : 'sound') : 'unproven', token: token, payload: payload };
}

/**
 * In, or not yet and what to answer. Whatever is wrong is answered in the same shape: a bad token with a new place (which never helps
 * its owner), an early attempt with its own token, a missing proof with the same place in the next slot.
 */
export function admissionDecision(
  hashing: Hashing,
  keys: EdgeKeys,
  sale: SaleRecord,
  context: QueueContext,
  inspection: Inspection,
): AdmissionDecision {
  const now = context.now;
  if (inspection.finding === 'badToken') {
    return { admitted: false, answer: mintAnswer(hashing, keys, sale, context, 200) };
  }
  const payload = inspection.payload;
  if (inspection.finding === 'early') {
    return { admitted: false, answer: placeAnswer(200, sale, inspection.token, payload, now) };
  }
  const verdict = judge(hashing, keys, sale, payload, now);
  if (verdict.admitted && inspection.finding === 'sound') {
    return { admitted: true, payload: payload, verdict: verdict };
  }
  return { admitted: false, answer: notYetAnswer(hashing, keys, sale, context, payload, verdict) };
}

/** The buyer's place, signed again for the slot the verdict names. Also for a buyer who was drawn while there was no room. */
export function notYetAnswer(
  hashing: Hashing,
  keys: SigningKeys,
  sale: SaleRecord,
  context: Pick<QueueContext, 'now'>,
  payload: WaitingPayload,
  verdict: Pick<Verdict, 'nextBackoff'>,
): Answer {
  const boff = verdict.nextBackoff;
  const later = Object.assign({}, payload, { boff: boff, exp: expiry(sale, context.now, boff) });
  return placeAnswer(200, sale, signWaitingToken(hashing, keys, later), later, context.now);
}
