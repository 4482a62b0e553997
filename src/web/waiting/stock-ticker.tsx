import { useCallback, useEffect, useRef, useState } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { usePolled, useServices } from '../shell/index.ts';
import { useVenue } from '../venue-map/index.ts';
import { newsOf, type StockNews, stockByTier, type TierStock } from './stock-news.ts';

const EVERY_MS = 10_000;
const SHOWN_MAX = 4;

/** News of the stock while waiting: which tiers are gone, back or scarce. */
export function StockTicker({ event }: { readonly event: SaleEvent }) {
  const { api, speech } = useServices();
  const { say, format } = speech;
  const ask = useCallback(() => api.availability(event.eventId), [api, event.eventId]);
  const { data } = usePolled(ask, EVERY_MS);
  const { venue } = useVenue(event.venueHash);
  const before = useRef<readonly TierStock[]>(undefined);
  const [news, setNews] = useState<readonly StockNews[]>([]);

  useEffect(() => {
    if (venue === undefined || data === undefined) return;
    const now = stockByTier(venue, data);
    const fresh = newsOf(before.current, now);
    before.current = now;
    if (fresh.length === 0) return;
    const told = new Set(fresh.map(({ tierId }) => tierId));
    setNews((old) => [...fresh, ...old.filter(({ tierId }) => !told.has(tierId))].slice(0, SHOWN_MAX));
  }, [venue, data]);

  const nameOf = (tierId: string) => event.tiers.find(({ id }) => id === tierId)?.name ?? tierId;
  const told = ({ tierId, kind, free }: StockNews) =>
    kind === 'gone'
      ? say.waiting.tierGone(nameOf(tierId))
      : kind === 'back'
        ? say.waiting.tierBack(nameOf(tierId))
        : say.waiting.tierLow(nameOf(tierId), format.number(free));
  return (
    <section aria-labelledby="news" className={news.length === 0 ? 'unseen' : 'news'}>
      <h2 id="news">{say.waiting.newsTitle}</h2>
      <ul aria-live="polite">
        {news.map((item) => (
          <li key={item.tierId}>{told(item)}</li>
        ))}
      </ul>
    </section>
  );
}
