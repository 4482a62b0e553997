import type { SimulationResult } from '../engine/index.ts';
import { kendall, type Measure, spearman } from './statistics/index.ts';
import type { Turn } from './turns.ts';

/** How the order of admission agrees with other orders, over a sample of the honest people who were let in. */
export interface OrderFairness {
  /** With the order of arrival; who was there at the opening came first, together. */
  readonly kendall: Measure | null;
  readonly spearman: Measure | null;
  /** With the order of arrival among those there before the opening. The design promises 0: early birds gain nothing. */
  readonly beforeOpening: Measure | null;
  /** With the order that the published rule gives, from arrival, lottery number and sale clock. The design promises nearly 1. */
  readonly rule: Measure | null;
}

export function orderFairness(
  turns: readonly Turn[],
  groups: SimulationResult['groups'],
  confidence: number,
): OrderFairness {
  const people = turns.filter(({ group }) => groups[group]?.kind === 'class');
  const early = people.filter(({ arrivedAt }) => arrivedAt < 0);
  const since = people.map(({ arrivedAt }) => Math.max(0, arrivedAt));
  return {
    kendall: kendall(since, people.map(admittedAt), confidence),
    spearman: spearman(since, people.map(admittedAt), confidence),
    beforeOpening: kendall(
      early.map(({ arrivedAt }) => arrivedAt),
      early.map(admittedAt),
      confidence,
    ),
    rule: kendall(
      people.map(({ due }) => due),
      people.map(admittedAt),
      confidence,
    ),
  };
}

function admittedAt(turn: Turn): number {
  return turn.admittedAt;
}
