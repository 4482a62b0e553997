import type { Venue } from '../../core/venue/plan/index.ts';
import { useSpeech } from '../shell/index.ts';
import { TierMark } from '../venue-map/index.ts';

/** What the map's colours and forms mean. */
export function Legend({ venue }: { readonly venue: Venue }) {
  const { say, format } = useSpeech();
  const text = say.seats;
  const states = [
    ['●', text.free],
    ['☑', text.mine],
    ['○', text.held],
    ['×', text.sold],
    ['■', text.wheelchair],
  ] as const;
  return (
    <section aria-label={text.legend} className="legend">
      <ul>
        {venue.tiers.map(({ id, name, priceMinor }, index) => (
          <li key={id}>
            <TierMark index={index} /> {name}{' '}
            <span className="quiet">{format.money(priceMinor, venue.currency)}</span>
          </li>
        ))}
      </ul>
      <ul>
        {states.map(([sign, name]) => (
          <li key={name}>
            <span className="legend-sign" aria-hidden="true">
              {sign}
            </span>{' '}
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
