import type { VenueDocument } from '../document.ts';
import { formatPrice } from '../price.ts';
import type { Entry } from './entries.ts';

type TierDocument = VenueDocument['tiers'][number];

export interface ManifestTiers {
  readonly tiers: readonly TierDocument[];
  /** Tier of a line. */
  of(entry: Entry): TierDocument;
}

/** Tiers in order of appearance; one without a name is made for each price. A tier's own price is the one most of its seats have. */
export function tiersOf(entries: readonly Entry[], currency: string): ManifestTiers {
  const groups = Map.groupBy(entries, (entry) => entry.tier || `#${entry.priceMinor}`);
  const named = new Set([...groups.keys()].filter((key) => !key.startsWith('#')));
  const tierOf = new Map<string, TierDocument>();
  let unnamed = 0;
  for (const [key, group] of groups) {
    const priceMinor = mostFrequent(group.map((entry) => entry.priceMinor));
    if (named.has(key)) {
      tierOf.set(key, { id: key, name: (group[0]?.tierName ?? key).slice(0, 80), priceMinor });
      continue;
    }
    do unnamed += 1;
    while (named.has(`T${unnamed}`));
    tierOf.set(key, { id: `T${unnamed}`, name: formatPrice(priceMinor, currency), priceMinor });
  }
  const fallback = { id: 'T1', priceMinor: 0 };
  return {
    tiers: [...tierOf.values()],
    of: (entry) => tierOf.get(entry.tier || `#${entry.priceMinor}`) ?? fallback,
  };
}

/** The first of the most frequent values. */
export function mostFrequent<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [best] = values as readonly [T, ...T[]];
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}
