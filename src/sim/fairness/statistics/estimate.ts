/** A measured quantity and the interval that covers the true one with the confidence that was asked for. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A measured quantity whose uncertainty may be unknown. */
export interface Quantity {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A test of "there is no effect". */
export interface Test {
  readonly name: string;
  readonly statistic: number;
  /** Degrees of freedom, where the test has any. */
  readonly degrees: number | null;
  /** Chance of a statistic at least as extreme if there were no effect. */
  readonly pValue: number;
}

/** An effect with its interval, the test of its absence, and how many observations they rest on. */
export interface Measure extends Estimate {
  readonly n: number;
  readonly test: Test;
}

/** `low ≤ value ≤ high` within bounds of the scale, whatever rounding did. */
export function estimate(value: number, low: number, high: number): Estimate {
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
