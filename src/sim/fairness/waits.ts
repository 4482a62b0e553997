import type { GroupResult } from '../engine/index.ts';

/** Waits of all honest people who were let in. */
export interface WaitsTogether {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** Quantiles of several groups' waits, from their histograms: right to one step. */
export function waitsTogether(groups: readonly GroupResult[]): WaitsTogether {
  const all = groups
    .filter(({ kind, waits }) => kind === 'class' && waits.count > 0)
    .map(({ waits }) => waits);
  const steps = all
    .flatMap(({ histogram: { stepSeconds, counts } }) =>
      counts.map((people, i) => ({ until: (i + 1) * stepSeconds, people })),
    )
    .sort((a, b) => a.until - b.until);
  const total = all.reduce((sum, { count }) => sum + count, 0);
  const quantile = (share: number) => {
    let below = 0;
    for (const { until, people } of steps) {
      below += people;
      if (below >= share * total) return until;
    }
    return null;
  };
  return total === 0
    ? { count: 0, p50: null, p90: null }
    : { count: total, p50: quantile(0.5), p90: quantile(0.9) };
}
