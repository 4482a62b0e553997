import type { Hashing } from '../crypto/index.ts';
import { type JsonObject, unverifiedPayload } from '../jwt/index.ts';
import { lotOf, lotteryNumberOf } from './draw.ts';
import type { ExplainKeys, ExplainSale } from './explain-inputs.ts';
import { judge, type Verdict } from './verdict.ts';
import { verifyWaitingToken, type WaitingTokenFailure } from './waiting-token.ts';

export type InvalidTokenReason = WaitingTokenFailure | 'wrongLot';

/** Why a buyer is, or is not, in at one moment. Null is what cannot be known: of a token too damaged, or of a moment the schedule does not cover. */
export interface TokenExplanation {
  readonly valid: boolean;
  /** Only when `valid` is false. */
  readonly reason?: InvalidTokenReason;
  /** As the token says it, even when the token is not valid. */
  readonly payload: JsonObject | null;
  /** The ticket that event and buyer draw with these keys. */
  readonly lot: string | null;
  /** v in [0, 1); null while the beacon has not spoken. */
  readonly lotteryNumber: number | null;
  readonly slotPhase: number | null;
  readonly slotStart: number | null;
  readonly tau: number | null;
  readonly clock: number | null;
  readonly x: number | null;
  readonly p: number | null;
  readonly admitted: boolean;
  readonly nextBackoff: number | null;
}

/**
 * The verdict on a token at `at` (epoch s), with everything that led to it. Uses the very functions that decide, and tells of an invalid
 * token all that can be computed; such a token is never admitted.
 */
export function explainToken(
  hashing: Hashing,
  token: string,
  keys: ExplainKeys,
  sale: ExplainSale,
  at: number,
): TokenExplanation {
  const payload = unverifiedPayload(token) ?? null;
  const draw = payload === null ? null : drawOf(hashing, keys, payload);
  const verdict = payload === null ? null : verdictOf(hashing, keys, sale, payload, at);
  const verified = verifyWaitingToken(hashing, { ...keys, kid: '' }, token, {
    eventId: sale.eventId,
    sub: undefined,
    now: at,
  });
  const reason = verified.ok
    ? verified.payload.lot === draw?.lot
      ? undefined
      : 'wrongLot'
    : verified.reason;
  const saysWaiting = typeof payload?.c0 === 'number';
  return {
    valid: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    payload,
    lot: draw?.lot ?? null,
    lotteryNumber: draw?.lotteryNumber ?? null,
    slotPhase: verdict?.slotPhase ?? null,
    slotStart: verdict?.slotStart ?? null,
    tau: verdict?.tau ?? null,
    clock: verdict?.clock ?? null,
    x: saysWaiting ? (verdict?.x ?? null) : null,
    p: saysWaiting ? (verdict?.p ?? null) : null,
    admitted: reason === undefined && verdict?.admitted === true,
    nextBackoff: typeof payload?.iat === 'number' ? (verdict?.nextBackoff ?? null) : null,
  };
}

function drawOf(
  hashing: Hashing,
  keys: ExplainKeys,
  { evt, sub }: JsonObject,
): { readonly lot: string; readonly lotteryNumber: number | null } | null {
  if (typeof evt !== 'string' || typeof sub !== 'string') return null;
  const lot = lotOf(hashing, keys.lot, evt, sub);
  return { lot, lotteryNumber: lotteryNumberOf(hashing, keys, lot) };
}

function verdictOf(
  hashing: Hashing,
  keys: ExplainKeys,
  sale: ExplainSale,
  { evt, sub, lot, iat, c0 }: JsonObject,
  at: number,
): Verdict | null {
  if (typeof evt !== 'string' || typeof sub !== 'string') return null;
  const place = {
    evt,
    sub,
    lot: typeof lot === 'string' ? lot : '',
    iat: typeof iat === 'number' ? iat : 0,
    c0: typeof c0 === 'number' ? c0 : 0,
  };
  return judge(hashing, keys, sale, place, at);
}
