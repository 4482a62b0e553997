import { useCallback, useState } from 'react';
import type { Claim, Reservation, SaleEvent } from '../api/index.ts';
import { goToPage, pathOf, type SessionView, useServices, useSession } from '../shell/index.ts';
import {
  EventName,
  Journey,
  Link,
  Loading,
  Message,
  Page,
  Redirect,
  ServiceDown,
  SignIn,
  TimeLeftClock,
} from '../ui/index.ts';
import { SeatTable } from './seat-table.tsx';

/** The last look before paying. */
export function Checkout({ event }: { readonly event: SaleEvent }) {
  const { say } = useServices().speech;
  const view = useSession(event.eventId);
  const { state } = view;
  switch (state.kind) {
    case 'loading':
      return <Loading />;
    case 'down':
      return <ServiceDown onRetry={() => void view.reload()} />;
    case 'signIn':
      return (
        <Page title={say.checkout.title}>
          <SignIn doors={event.signIn} reason={say.signIn.lapsed} onSignedIn={() => void view.reload()} />
        </Page>
      );
    case 'none':
      return (
        <Page title={say.seats.endedTitle} over={<EventName event={event} />}>
          <p>{say.seats.ended}</p>
          <p className="actions">
            <Link to={pathOf('landing', event.eventId)} className="button button-main">
              {say.site.toEvent}
            </Link>
            <Link to={pathOf('payment', event.eventId)} className="button">
              {say.landing.toTickets}
            </Link>
          </p>
        </Page>
      );
    case 'session':
      if (state.session.state === 'checkout') return <Redirect to={pathOf('payment', event.eventId)} />;
      return <Review event={event} session={state.session} claim={state.claim} view={view} />;
  }
}

interface ReviewProps {
  readonly event: SaleEvent;
  readonly session: Reservation;
  readonly claim: Claim;
  readonly view: SessionView;
}

type Trouble = 'lost' | 'failed' | 'offline';

function Review({ event, session, claim, view }: ReviewProps) {
  const { api, world, speech } = useServices();
  const { say, format } = speech;
  const text = say.checkout;
  const [going, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  // One key for this attempt, however often the button is pressed or the network fails.
  const [key] = useState(() => world.uniqueId());
  const { reload } = view;
  const onOver = useCallback(() => void reload(), [reload]);
  const total = session.seats.reduce((sum, { priceMinor }) => sum + priceMinor, 0);

  async function pay() {
    setGoing(true);
    setTrouble(undefined);
    const outcome = await api.checkOut(claim, pathOf('payment', event.eventId), key);
    if (outcome.ok) {
      const { redirectUrl } = outcome.data.payment;
      if (redirectUrl === null) goToPage('payment', event.eventId);
      else location.assign(redirectUrl);
      return;
    }
    setGoing(false);
    const { code } = outcome.failure;
    setTrouble(code === 'HOLD_EXPIRED' ? 'lost' : code === 'OFFLINE' ? 'offline' : 'failed');
    if (code !== 'OFFLINE') await reload();
  }

  return (
    <Page title={text.title} over={<Journey event={event} stage="pay" />}>
      <div className="time-bar">
        <TimeLeftClock
          label={say.seats.timeLeft}
          untilMs={session.expiresAtMs}
          warning={say.seats.timeWarning}
          onOver={onOver}
        />
      </div>
      <div role="alert">
        {trouble === 'lost' ? <Message tone="bad">{text.lost}</Message> : null}
        {trouble === 'failed' ? <Message tone="bad">{say.seats.failed}</Message> : null}
        {trouble === 'offline' ? <Message tone="bad">{say.site.offline}</Message> : null}
      </div>
      <div className="card">
        {session.seats.length === 0 ? <p>{text.empty}</p> : <SeatTable event={event} seats={session.seats} />}
      </div>
      <p>{text.window(format.duration(event.payTtlMs / 1000))}</p>
      <p className="actions">
        <button
          type="button"
          className="button button-main button-large"
          disabled={going || session.seats.length === 0}
          onClick={() => void pay()}
        >
          {going ? text.going : text.pay(format.money(total, event.currency))}
        </button>
        <Link to={pathOf('seats', event.eventId)} className="button">
          {text.back}
        </Link>
      </p>
    </Page>
  );
}
