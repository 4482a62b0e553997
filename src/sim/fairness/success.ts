import type { GroupResult } from '../engine/index.ts';
import type { Share } from './statistics/index.ts';

/**
 * Who counts when chances are compared, and what success is: people who would come and outwait the sale (settled before the draw, so that
 * giving up biases nothing), and of them those who bought. One share per arrival bin, so that only people who came at the same time are
 * compared: coming later may rightly cost something under k > 1.
 */
export function chancesByArrival(group: GroupResult): Share[] {
  const { steadfast, steadfastBuyers } = group.byArrival;
  return steadfast.map((count, bin) => ({ successes: steadfastBuyers[bin] ?? 0, count }));
}

/** Several groups as one. */
export function together(groups: readonly GroupResult[]): Share[] {
  const shares = groups.map(chancesByArrival);
  const bins = shares[0]?.length ?? 0;
  return Array.from({ length: bins }, (_, bin) => ({
    successes: shares.reduce((sum, share) => sum + (share[bin]?.successes ?? 0), 0),
    count: shares.reduce((sum, share) => sum + (share[bin]?.count ?? 0), 0),
  }));
}

export function honest(groups: readonly GroupResult[]): GroupResult[] {
  return groups.filter((group) => group.kind === 'class');
}

/** The same bin of two lists of shares, pair by pair. */
export function paired(first: readonly Share[], second: readonly Share[]): [Share, Share][] {
  return first.map((share, bin) => [share, second[bin] ?? { successes: 0, count: 0 }]);
}

/** All bins as one. */
export function inAll(bins: readonly Share[]): Share {
  return {
    successes: bins.reduce((sum, { successes }) => sum + successes, 0),
    count: bins.reduce((sum, { count }) => sum + count, 0),
  };
}
