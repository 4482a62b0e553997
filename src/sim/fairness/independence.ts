import type { GroupResult } from '../engine/index.ts';
import {
  type Inequality,
  largestDifference,
  largestGain,
  largestRatio,
  type Measure,
  type Share,
} from './statistics/index.ts';
import { honest, inAll, together } from './success.ts';

/** How much the chance of a seat depends on something it should not depend on. */
export interface Independence {
  /** Largest difference in chance between any two of the levels, among people who came at the same time. */
  readonly riskDifference: Inequality;
  /** Largest ratio of the chances of two levels, likewise. What counts where few get a seat. Null when nobody of a level got one. */
  readonly riskRatio: Inequality | null;
  readonly levels: readonly Level[];
}

export interface Level {
  readonly name: string;
  readonly people: number;
  readonly buyers: number;
}

/** What success must not depend on: whoever has the better one must not have the better chance. */
export const FACTORS = {
  latency: (group: GroupResult) => `${group.latencyMs.median} ms`,
  device: (group: GroupResult) => group.device ?? 'any',
  region: (group: GroupResult) => group.region ?? 'everywhere',
} as const;

export type Factor = keyof typeof FACTORS;

/** @returns null when the scenario has one level only, or levels that never come at the same time */
export function independenceOf(
  groups: readonly GroupResult[],
  factor: Factor,
  confidence: number,
): Independence | null {
  const byLevel = Map.groupBy(honest(groups), FACTORS[factor]);
  if (byLevel.size < 2) return null;
  const names = [...byLevel.keys()];
  const shares = [...byLevel.values()].map(together);
  const bins = shares[0]?.length ?? 0;
  const strata = Array.from({ length: bins }, (_, bin) =>
    shares.map((levels): Share => levels[bin] ?? { successes: 0, count: 0 }),
  );
  const riskDifference = largestDifference(names, strata, confidence);
  if (riskDifference === null) return null;
  const riskRatio = largestRatio(names, strata, confidence);
  return { riskDifference, riskRatio, levels: names.map((name, i) => levelOf(name, shares[i] ?? [])) };
}

function levelOf(name: string, shares: readonly Share[]): Level {
  const { successes, count } = inAll(shares);
  return { name, people: count, buyers: successes };
}

/** How much a later arrival gains: the design promises nothing. */
export interface ArrivalFairness {
  /** Largest difference by which people of a later bin had a better chance than people of an earlier one; 0 if none had. */
  readonly latecomerGain: Measure;
}

/** Bins with fewer people, or with less than this share of all, are joined to the next: their chances say nothing. */
const PEOPLE_MIN = 50;
const SHARE_MIN = 0.1;

/** @returns null when everybody came in one bin */
export function arrivalFairness(groups: readonly GroupResult[], confidence: number): ArrivalFairness | null {
  const latecomerGain = largestGain(joined(together(honest(groups))), confidence);
  return latecomerGain && { latecomerGain };
}

function joined(bins: readonly Share[]): Share[] {
  const people = inAll(bins).count;
  const enough = Math.max(PEOPLE_MIN, SHARE_MIN * people);
  const result: Share[] = [];
  let open: Share = { successes: 0, count: 0 };
  for (const bin of bins) {
    open = { successes: open.successes + bin.successes, count: open.count + bin.count };
    if (open.count < enough) continue;
    result.push(open);
    open = { successes: 0, count: 0 };
  }
  return open.count >= PEOPLE_MIN ? [...result, open] : result;
}
