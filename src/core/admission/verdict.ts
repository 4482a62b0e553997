import type { Hashing } from '../crypto/index.ts';
import { admissionProbability, curveNamed } from './curve.ts';
import { type DrawKeys, lotteryNumberOf, slotPhaseOf } from './draw.ts';
import { clockAt, entryAt, type SaleTerms } from './sale-clock.ts';
import { nextBackoff, pauseSeconds, slotStartAt } from './slots.ts';
import type { WaitingPayload } from './waiting-token.ts';

/** Nulls mean that the sale record does not say; then nobody is admitted and the backoff is longer. */
export interface Verdict {
  readonly slotPhase: number;
  readonly slotStart: number;
  /** τ in force at slotStart; null before the opening too. */
  readonly tau: number | null;
  /** C(slotStart). */
  readonly clock: number | null;
  /** The buyer's share: what the clock has gained since their token was minted. */
  readonly x: number | null;
  readonly p: number | null;
  readonly admitted: boolean;
  /** Earliest useful next attempt, epoch s. */
  readonly nextBackoff: number;
}

/**
 * Whether this token is in at this second: a pure function of token, sale and slot, so that edge, service, simulator and support desk
 * agree. Asking more than once per slot changes nothing.
 */
export function judge(
  hashing: Hashing,
  keys: DrawKeys,
  sale: SaleTerms,
  token: Pick<WaitingPayload, 'evt' | 'sub' | 'lot' | 'iat' | 'c0'>,
  now: number,
): Verdict {
  const slotPhase = slotPhaseOf(hashing, keys.lot, token.evt, token.sub, sale.slotSeconds);
  const slotStart = slotStartAt(now, slotPhase, sale.slotSeconds);
  const backoff = nextBackoff(now, token.iat, sale, slotPhase);
  const beforeOpening = slotStart < sale.opensAt;
  const entry = entryAt(sale.schedule, slotStart);
  const curve = curveNamed(sale.curve);
  const clock =
    curve === undefined || (entry === undefined && !beforeOpening) ? undefined : clockAt(sale, slotStart);
  const tau = entry === undefined || beforeOpening ? null : entry[1];
  const x = clock === undefined ? null : Math.max(0, clock - token.c0);
  const p = x === null || curve === undefined ? null : admissionProbability(curve, x, sale.k);
  return {
    slotPhase: slotPhase,
    slotStart: slotStart,
    tau: tau,
    clock: clock === undefined ? null : clock,
    x: x,
    p: p,
    admitted: tau !== null && tau > 0 && p !== null && drawnBelow(hashing, keys, token.lot, p),
    nextBackoff: clock === undefined ? backoff + pauseSeconds(sale.slotSeconds) : backoff,
  };
}

function drawnBelow(hashing: Hashing, keys: DrawKeys, lot: string, p: number): boolean {
  // Nobody is below 0: spares the draw before the clock has moved. A NaN is not above it either.
  if (!(p > 0)) return false;
  const v = lotteryNumberOf(hashing, keys, lot);
  return v !== null && v < p;
}
