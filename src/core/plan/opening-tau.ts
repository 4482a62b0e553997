import { curveNamed, gainForChance } from '../admission/index.ts';
import { invariant } from '../errors/index.ts';

/** The shop is filled within about this time. */
const FILLING_SECONDS = 60;

/**
 * τ with which the clock lets `wanted` of `waiting` people in within the first minute: with hazard H(x; k) the share F = 1 − exp(−H(x)) of
 * those who wait from the opening is in when the clock shows x, so τ is 60 s over the x at which F is the share wanted.
 */
export function openingTau(sale: {
  readonly k: number;
  readonly curve: string;
  readonly waiting: number;
  readonly wanted: number;
}): number {
  const curve = curveNamed(sale.curve);
  invariant(curve !== undefined, `curve ${sale.curve} is known`);
  const share = sale.wanted / sale.waiting;
  if (!(share < 1)) return 1;
  const clock = gainForChance(curve, 0, share, sale.k);
  return Math.min(1e9, Math.max(1, Math.round(FILLING_SECONDS / clock)));
}
