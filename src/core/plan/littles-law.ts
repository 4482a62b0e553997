import { curveNamed, gainForChance } from '../admission/index.ts';
import { invariant } from '../errors/index.ts';

export interface SteadyInput {
  /** Live sessions to hold (L). */
  readonly target: number;
  /** Mean length of a session (W). */
  readonly sessionSeconds: number;
  /** Who wait from the opening on. */
  readonly people: number;
  readonly seats: number;
  /** Share of those drawn who are still there. */
  readonly showUp: number;
  readonly seatsPerOrder: number;
  /** Share of sessions that end in a purchase. */
  readonly buyingShare: number;
  readonly k: number;
  readonly curve: string;
}

export interface SteadyPlan {
  /** λ = L / W. */
  readonly admissionsPerSecond: number;
  /** Seconds in which the sale clock gains 1, on average over the sale. */
  readonly tau: number;
  readonly saleSeconds: number;
  /** Seconds that those wait who get in, by quantiles. */
  readonly waits: {
    readonly p10: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
  };
}

/** Where seats last for everybody the clock would run for ever; it is judged by the time until this share of the people is in. */
const NEARLY_ALL = 0.95;

/**
 * A sale by Little's law, L = λ·W, filling and emptying left out. It takes seats / (seats per order · buying share) sessions to sell out, or
 * as many as there are people who show up; at λ a second that is the length of the sale. Everybody waits from the opening on and λ is held,
 * so the waits of those who get in spread evenly over it. The clock has to let in the share F of the people by then: it shows x with
 * 1 − exp(−H(x; k)) = F, and τ is the length of the sale over x.
 */
export function steadyPlan(input: SteadyInput): SteadyPlan {
  const curve = curveNamed(input.curve);
  invariant(curve !== undefined, `curve ${input.curve} is known`);
  const admissionsPerSecond = input.target / input.sessionSeconds;
  const showing = input.people * input.showUp;
  const toSellOut = input.seats / (input.seatsPerOrder * input.buyingShare);
  const saleSeconds = Math.min(toSellOut, showing) / admissionsPerSecond;
  const share = Math.min(toSellOut / showing, NEARLY_ALL);
  const clock = gainForChance(curve, 0, share, input.k);
  const seconds =
    toSellOut / showing < NEARLY_ALL ? saleSeconds : (NEARLY_ALL * showing) / admissionsPerSecond;
  const quantile = (q: number): number => Math.round(q * saleSeconds);
  return {
    admissionsPerSecond: Number(admissionsPerSecond.toPrecision(6)),
    tau: Number(Math.min(1e9, Math.max(1, seconds / clock)).toPrecision(6)),
    saleSeconds: Math.round(saleSeconds),
    waits: {
      p10: quantile(0.1),
      p25: quantile(0.25),
      p50: quantile(0.5),
      p75: quantile(0.75),
      p90: quantile(0.9),
    },
  };
}
