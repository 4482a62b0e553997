import type { TunerSettings } from './types.ts';

/** Shares of a relative error by which ln τ moves: at once, and again every turn. Found by simulation. */
const PROPORTIONAL = 1.2;
const INTEGRAL = 0.06;

/** ln τ never moves further than this in a turn. */
const STEP_MAX = 0.4;

/**
 * τ from the number of live sessions alone, for when nobody counts arrivals: proportional-integral control of ln τ in its velocity form, so
 * that a bound reached stores up nothing.
 *
 * @param error (target − live) / target.
 */
export function proportionalIntegralTau(
  settings: TunerSettings,
  tau: number,
  error: number,
  lastError: number | null,
): number {
  const move = PROPORTIONAL * (error - (lastError ?? error)) + INTEGRAL * error;
  const bounded = Math.min(STEP_MAX, Math.max(-STEP_MAX, move));
  const { tauMin, tauMax, speedUpMax, slowDownMax = Number.POSITIVE_INFINITY } = settings;
  const stepped = Math.min(tau * slowDownMax, Math.max(tau / speedUpMax, tau * Math.exp(-bounded)));
  return Math.min(tauMax, Math.max(tauMin, stepped));
}
