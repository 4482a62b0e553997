import { lazy, Suspense } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { pathOf, useNow, useServices, useSpeech } from '../shell/index.ts';
import { clockText, timeLeft } from '../time/index.ts';
import { Link, Message, Page } from '../ui/index.ts';
import { isWaiting } from '../waiting/index.ts';
import { Commitment } from './commitment.tsx';
import { Prices } from './prices.tsx';

const VenueOverview = lazy(() =>
  import('./venue-overview.tsx').then(({ VenueOverview: part }) => ({ default: part })),
);

export function Landing({ event }: { readonly event: SaleEvent }) {
  const { say, format } = useSpeech();
  const text = say.landing;
  const limit = say.events.seats(event.seatLimit);
  const minutes = format.duration(event.sessionTtlMs / 1000);
  return (
    <Page title={event.name} wide lead={<Opening event={event} />}>
      <div className="columns">
        <section aria-labelledby="how">
          <h2 id="how">{text.howTitle}</h2>
          <ol className="steps">
            {text.how(limit, minutes).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="fair">
          <h2 id="fair">{text.fairTitle}</h2>
          <p>{text.fairDraw}</p>
          <p>{text.fairShare(format.number(event.rules.k))}</p>
          <p>{text.fairNoTricks}</p>
        </section>
      </div>
      <Prices event={event} />
      <Suspense fallback={<p className="quiet">{text.mapLoading}</p>}>
        <VenueOverview event={event} />
      </Suspense>
      <Commitment event={event} />
    </Page>
  );
}

function Opening({ event }: { readonly event: SaleEvent }) {
  const { say, format } = useSpeech();
  const { keep } = useServices();
  const nowMs = useNow();
  const text = say.landing;
  const opensAtMs = event.opensAt * 1000;
  const left = timeLeft(opensAtMs, nowMs);
  const isEarly = left.totalSeconds > 0;

  if (event.phase === 'soldOut') {
    return (
      <div className="opening">
        <p className="opening-state">{text.isSoldOut}</p>
        <p>{text.soldOut}</p>
        <p className="actions">
          <Link to={pathOf('payment', event.eventId)} className="button">
            {text.toTickets}
          </Link>
        </p>
      </div>
    );
  }
  const hasPlace = isWaiting(keep, event.eventId);
  return (
    <div className="opening">
      {isEarly ? (
        <>
          <p className="opening-label">{text.opensIn}</p>
          <p className="opening-clock" role="timer" aria-live="off">
            {left.days > 0 ? <span>{text.days(left.days)} </span> : null}
            {clockText(left, left.days > 0 ? 'hours' : 'shortest')}
          </p>
          <p className="quiet">{text.opensAt(format.dateTime(opensAtMs))}</p>
        </>
      ) : (
        <p className="opening-state">{event.phase === 'closed' ? text.isClosed : text.isOpen}</p>
      )}
      {event.phase === 'paused' ? <Message tone="info">{say.waiting.paused}</Message> : null}
      {event.phase === 'closed' ? <Message tone="info">{say.waiting.closed}</Message> : null}
      {event.phase === 'allHeld' ? <Message tone="info">{say.waiting.allHeld}</Message> : null}
      <p className="actions">
        <Link to={pathOf('queue', event.eventId)} className="button button-main button-large">
          {hasPlace ? text.continueWaiting : isEarly ? text.early : text.begin}
        </Link>
      </p>
      <p className="quiet">{text.beginHint}</p>
    </div>
  );
}
