import { lazy, Suspense } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';
import { Page } from '../ui/index.ts';
import { Commitment } from './commitment.tsx';
import { Opening } from './opening.tsx';

const VenueOverview = lazy(() =>
  import('./venue-overview.tsx').then(({ VenueOverview: part }) => ({ default: part })),
);

export function Landing({ event }: { readonly event: SaleEvent }) {
  const { say, format } = useSpeech();
  const text = say.landing;
  const limit = say.events.seats(event.seatLimit);
  const minutes = format.duration(event.sessionTtlMs / 1000);
  const prices = event.tiers.map(({ priceMinor }) => priceMinor);
  const facts = [
    [text.prices, format.moneyRange(Math.min(...prices), Math.max(...prices), event.currency)],
    [text.house, say.events.seats(event.seatCount)],
    [text.each, limit],
  ] as const;
  return (
    <Page
      title={event.name}
      wide
      hero
      lead={
        <div className="hero-body">
          <Opening event={event} />
          <dl className="hero-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      }
    >
      <section aria-labelledby="how">
        <h2 id="how">{text.howTitle}</h2>
        <ol className="steps">
          {text.how(limit, minutes).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <Suspense fallback={<p className="quiet">{text.mapLoading}</p>}>
        <VenueOverview event={event} />
      </Suspense>
      <div className="columns">
        <section aria-labelledby="fair" className="card">
          <h2 id="fair">{text.fairTitle}</h2>
          <p>{text.fairDraw}</p>
          <p>{text.fairShare(format.number(event.rules.k))}</p>
          <p>{text.fairNoTricks}</p>
        </section>
        <Commitment event={event} />
      </div>
    </Page>
  );
}
