/**
 * A family of admission curves, given by its cumulative hazard H: P(x) = 1 − exp(−H(x)). Everything else (the conditional chance, its
 * quantiles, a buyer's secret number) follows from H, so a new family is these two functions.
 */
export interface CurveFamily {
  /** H(x; k) for a share x ≥ 0 of the sale clock: 0 at 0, never falling. */
  hazard(x: number, k: number): number;
  /** The share at which the hazard reaches h ≥ 0. */
  share(h: number, k: number): number;
}

/** H = x^k. k = 1 is memoryless; the larger k, the closer to first come, first served. */
const weibull: CurveFamily = {
  hazard: (x, k) => x ** k,
  share: (h, k) => h ** (1 / k),
};

/** The family the sale's rules name, or undefined for a name nobody knows. */
export function curveNamed(name: string): CurveFamily | undefined {
  return name === 'weibull' ? weibull : undefined;
}

/** P(x; k): share of all lottery numbers that are in once their owners have gathered x. 0 up to x = 0. */
export function admissionProbability(curve: CurveFamily, x: number, k: number): number {
  return chanceWithin(curve, 0, x, k);
}

/** Chance that somebody with share x ≥ 0, not in yet, is in after gathering `gain` more. Never asks for their lottery number. */
export function chanceWithin(curve: CurveFamily, x: number, gain: number, k: number): number {
  const hazard = curve.hazard(x, k);
  if (!(gain > 0)) return 0;
  // Far out on the curve the next step is certain, and the difference of two infinities would be no number.
  return hazard === Infinity ? 1 : -Math.expm1(hazard - curve.hazard(x + gain, k));
}

/** The gain after which `chance` of those with share x are in: the inverse of `chanceWithin`. */
export function gainForChance(curve: CurveFamily, x: number, chance: number, k: number): number {
  const hazard = curve.hazard(x, k);
  return hazard === Infinity ? 0 : Math.max(0, curve.share(hazard - Math.log1p(-chance), k) - x);
}
