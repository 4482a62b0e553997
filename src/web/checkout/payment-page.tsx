import { useCallback, useState } from 'react';
import type { Reservation, SaleEvent } from '../api/index.ts';
import { pathOf, usePolled, useServices } from '../shell/index.ts';
import { EventName, Journey, Link, Loading, Page, ServiceDown, SignIn } from '../ui/index.ts';
import { PaymentCard } from './payment-card.tsx';

/** Where the payment page sends buyers back to, and where they find what they bought: every payment of theirs, the newest first. */
export function PaymentPage({ event }: { readonly event: SaleEvent }) {
  const { api, speech } = useServices();
  const { say } = speech;
  const ask = useCallback(() => api.reservations(event.eventId), [api, event.eventId]);
  const { data, failure, refresh } = usePolled(ask, undefined);
  const [settled, setSettled] = useState(false);
  const onSettled = useCallback(() => setSettled(true), []);

  if (failure?.code === 'SIGN_IN_REQUIRED') {
    return (
      <Page title={say.checkout.yourTickets}>
        <SignIn doors={event.signIn} reason={say.signIn.lapsed} onSignedIn={refresh} />
      </Page>
    );
  }
  if (data === undefined) return failure === undefined ? <Loading /> : <ServiceDown onRetry={refresh} />;
  const paid = data.reservations.filter(hasPayment).reverse();
  if (paid.length === 0) {
    return (
      <Page title={say.checkout.noneTitle} over={<EventName event={event} />}>
        <p>{say.checkout.none}</p>
        <p>
          <Link to={pathOf('landing', event.eventId)} className="button">
            {say.site.toEvent}
          </Link>
        </p>
      </Page>
    );
  }
  return (
    <Page
      title={settled ? say.checkout.yourTickets : say.checkout.yourPayment}
      over={<Journey event={event} stage={settled ? 'have' : 'pay'} />}
    >
      {paid.map(({ paymentId }) => (
        <PaymentCard key={paymentId} event={event} paymentId={paymentId} onSettled={onSettled} />
      ))}
    </Page>
  );
}

function hasPayment(reservation: Reservation): reservation is Reservation & { readonly paymentId: string } {
  return reservation.paymentId !== null;
}
