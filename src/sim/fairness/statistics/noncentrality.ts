import { invariant } from '../../../core/errors/index.ts';
import { chiSquaredTail, gammaLower, gammaTerm } from './distributions.ts';

const TERMS_MAX = 1_000_000;
const NEGLIGIBLE = 1e-14;
const HALVINGS = 80;

/**
 * Chance that a noncentral chi-squared variable is at most `x`: a Poisson mixture of central ones, summed from its heaviest term outwards
 * (Benton & Krishnamoorthy 2003).
 */
export function noncentralChiSquared(x: number, degrees: number, noncentrality: number): number {
  if (x <= 0) return 0;
  const half = noncentrality / 2;
  const y = x / 2;
  const middle = Math.floor(half);
  const weight = half === 0 ? 1 : gammaTerm(middle, half);
  const shape = degrees / 2 + middle;
  const chance = gammaLower(shape, y);
  let sum = weight * chance;

  // Upwards: P(a + 1, y) = P(a, y) − y^a e^−y / Γ(a + 1).
  let term = { weight, chance, step: gammaTerm(shape, y) };
  for (let j = middle + 1; j < middle + TERMS_MAX && half > 0; j++) {
    const nextChance = Math.max(0, term.chance - term.step);
    term = {
      weight: (term.weight * half) / j,
      chance: nextChance,
      step: (term.step * y) / (degrees / 2 + j),
    };
    sum += term.weight * term.chance;
    if (term.weight * term.chance <= NEGLIGIBLE * sum || term.weight < 1e-300) break;
  }
  // Downwards: P(a − 1, y) = P(a, y) + y^(a − 1) e^−y / Γ(a).
  term = { weight, chance, step: (gammaTerm(shape, y) * shape) / y };
  for (let j = middle - 1; j >= 0; j--) {
    term = {
      weight: (term.weight * (j + 1)) / half,
      chance: Math.min(1, term.chance + term.step),
      step: (term.step * (degrees / 2 + j)) / y,
    };
    sum += term.weight * term.chance;
    if (term.weight <= NEGLIGIBLE * sum) break;
  }
  return Math.min(1, sum);
}

/**
 * Interval for the noncentrality of which `statistic` is an observation: the values under which it lies in neither tail (Steiger & Fouladi
 * 1997). 0 to something small when the statistic is what chance alone gives.
 */
export function noncentralityInterval(
  statistic: number,
  degrees: number,
  confidence: number,
): readonly [low: number, high: number] {
  const tail = (1 - confidence) / 2;
  return [
    chiSquaredTail(statistic, degrees) > tail ? 0 : noncentralityAt(statistic, degrees, 1 - tail),
    noncentralityAt(statistic, degrees, tail),
  ];
}

/** The noncentrality under which the statistic is at most `x` with chance `chance`; 0 when none is that likely. */
function noncentralityAt(x: number, degrees: number, chance: number): number {
  invariant(chance > 0 && chance < 1, 'a confidence lies between 0 and 1');
  if (noncentralChiSquared(x, degrees, 0) <= chance) return 0;
  let low = 0;
  let high = Math.max(x, degrees, 1);
  while (noncentralChiSquared(x, degrees, high) > chance) high *= 2;
  for (let i = 0; i < HALVINGS && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (noncentralChiSquared(x, degrees, middle) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
