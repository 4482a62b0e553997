import { gammaln } from 'simple-statistics';

/** Relative size below which further terms of a series or fraction change nothing. */
const NEGLIGIBLE = 1e-16;
const STEPS_MAX = 100_000;
/** Stands for zero where Lentz's method would divide by it. */
const TINY = 1e-300;

/**
 * P(a, x), the regularised lower incomplete gamma function, for a > 0 and x ≥ 0: the series of DLMF 8.11.4 below a + 1, one minus the
 * continued fraction above.
 */
export function gammaLower(a: number, x: number): number {
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 − P(a, x), with its small values intact. */
function gammaUpper(a: number, x: number): number {
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** x^a e^−x / Γ(a + 1). */
export function gammaTerm(a: number, x: number): number {
  return x === 0 ? 0 : Math.exp(a * Math.log(x) - x - gammaln(a + 1));
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= STEPS_MAX && term > sum * NEGLIGIBLE; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gammaTerm(a, x) * sum;
}

/** DLMF 8.9.2, evaluated by Lentz's method as in Numerical Recipes (3rd ed.) 6.2. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i <= STEPS_MAX; i++) {
    const factor = -i * (i - a);
    b += 2;
    d = 1 / awayFromZero(factor * d + b);
    c = awayFromZero(b + factor / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) <= 4 * NEGLIGIBLE) break;
  }
  return gammaTerm(a, x) * a * fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Chance that a chi-squared variable with `degrees` degrees of freedom exceeds `x`. */
export function chiSquaredTail(x: number, degrees: number): number {
  return x <= 0 ? 1 : gammaUpper(degrees / 2, x / 2);
}

/** Chance that a standard normal variable exceeds `z`. */
export function normalTail(z: number): number {
  const half = gammaUpper(0.5, (z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** Chance that a standard normal variable is at least as far from 0 as `z`. */
export function normalTwoSided(z: number): number {
  return chiSquaredTail(z * z, 1);
}

/**
 * Chance that √n times the largest distance between an empirical and the true distribution exceeds `x`, for large n (Kolmogorov 1933;
 * the series of DLMF 20.2.4's two forms, each used where it converges at once).
 */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1.18) {
    const step = Math.exp(-(Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * (step + step ** 9 + step ** 25 + step ** 49);
  }
  const step = Math.exp(-2 * x * x);
  return 2 * (step - step ** 4 + step ** 9 - step ** 16);
}
