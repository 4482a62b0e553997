import type { Venue } from '../../core/venue/plan/index.ts';
import type { EventAvailability } from '../api/index.ts';

/** Free seats of a tier, at most: a section that sells several tiers counts for each of them. */
export interface TierStock {
  readonly tierId: string;
  readonly free: number;
  readonly total: number;
}

export interface StockNews {
  readonly tierId: string;
  readonly kind: 'gone' | 'back' | 'low';
  readonly free: number;
}

const LOW_SHARE = 0.05;

export function stockByTier(
  venue: Pick<Venue, 'tiers' | 'sections'>,
  availability: EventAvailability,
): readonly TierStock[] {
  const counts = new Map(availability.sections.map((count) => [count.sectionId, count]));
  return venue.tiers.map(({ id }) => {
    const offering = venue.sections.filter((section) => section.tierIds.includes(id));
    const sum = (field: 'available' | 'total') =>
      offering.reduce((total, section) => total + (counts.get(section.id)?.[field] ?? 0), 0);
    return { tierId: id, free: sum('available'), total: sum('total') };
  });
}

/** What is worth telling of the change from one look at the stock to the next. Without an earlier look: what is scarce now. */
export function newsOf(
  before: readonly TierStock[] | undefined,
  now: readonly TierStock[],
): readonly StockNews[] {
  const levels = new Map(before?.map((stock) => [stock.tierId, levelOf(stock)]));
  return now.flatMap((stock): StockNews[] => {
    const { tierId, free, total } = stock;
    const [was, is] = [levels.get(tierId) ?? 'enough', levelOf(stock)];
    if (was === is || total === 0) return [];
    if (is === 'gone') return [{ tierId, kind: 'gone', free }];
    if (was === 'gone') return [{ tierId, kind: 'back', free }];
    return is === 'low' ? [{ tierId, kind: 'low', free }] : [];
  });
}

function levelOf({ free, total }: TierStock): 'gone' | 'low' | 'enough' {
  if (free === 0) return 'gone';
  return free <= total * LOW_SHARE ? 'low' : 'enough';
}
