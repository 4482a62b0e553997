import { lazy, Suspense, useCallback } from 'react';
import { Events } from '../events/index.ts';
import { Landing } from '../landing/index.ts';
import { type EventPage, usePolled, useRoute, useServices } from '../shell/index.ts';
import { Loading, NotFound, ServiceDown } from '../ui/index.ts';
import { WaitingRoom } from '../waiting/index.ts';

// What is needed after the waiting room is loaded after it.
const Seats = lazy(() => import('../seats/index.ts').then(({ Seats: page }) => ({ default: page })));
const Checkout = lazy(() => import('../checkout/index.ts').then(({ Checkout: page }) => ({ default: page })));
const Payment = lazy(() =>
  import('../checkout/index.ts').then(({ PaymentPage: page }) => ({ default: page })),
);
const Draw = lazy(() => import('../draw/index.ts').then(({ DrawCheck: page }) => ({ default: page })));

const EVENT_EVERY_MS = 15_000;

export function Pages() {
  const route = useRoute();
  if (route.page === 'missing') return <NotFound />;
  if (route.page === 'events') return <Events />;
  return <OfEvent key={route.eventId} page={route.page} eventId={route.eventId} />;
}

function OfEvent({ page, eventId }: { readonly page: EventPage; readonly eventId: string }) {
  const { api } = useServices();
  const ask = useCallback(() => api.event(eventId), [api, eventId]);
  const { data: event, failure, refresh } = usePolled(ask, EVENT_EVERY_MS);
  if (event === undefined) {
    if (failure === undefined) return <Loading />;
    return failure.code === 'EVENT_UNKNOWN' ? <NotFound /> : <ServiceDown onRetry={refresh} />;
  }
  const shown = {
    landing: () => <Landing event={event} />,
    queue: () => <WaitingRoom event={event} />,
    seats: () => <Seats event={event} />,
    checkout: () => <Checkout event={event} />,
    payment: () => <Payment event={event} />,
    draw: () => <Draw event={event} />,
  };
  return <Suspense fallback={<Loading />}>{shown[page]()}</Suspense>;
}
