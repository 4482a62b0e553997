import { useCallback, useEffect, useState } from 'react';
import type { SaleEvent } from '../api/index.ts';
import { pathOf, useServices, useSession } from '../shell/index.ts';
import { EventName, Link, Loading, Page, Redirect, ServiceDown, SignIn } from '../ui/index.ts';
import { useVenue } from '../venue-map/index.ts';
import { forgetAdmission } from '../waiting/index.ts';
import { SeatShop } from './seat-shop.tsx';

/** Choosing seats: whoever is in; everybody else is told where to go. */
export function Seats({ event }: { readonly event: SaleEvent }) {
  const { api, keep, speech } = useServices();
  const { say } = speech;
  const { eventId } = event;
  const session = useSession(eventId);
  const plan = useVenue(event.venueHash);
  const [ended, setEnded] = useState<'over' | 'left'>();
  const onOver = useCallback(() => setEnded('over'), []);

  async function leave(sessionId: string) {
    const outcome = await api.leave(sessionId);
    if (outcome.ok) setEnded('left');
    else await session.reload();
  }

  const { state } = session;
  const isOver = ended !== undefined || state.kind === 'none';
  useEffect(() => {
    if (isOver) forgetAdmission(keep, eventId);
  }, [isOver, keep, eventId]);

  if (ended !== undefined) return <Ended event={event} why={ended} />;
  if (state.kind === 'signIn') {
    return (
      <Page title={event.name}>
        <SignIn doors={event.signIn} reason={say.signIn.lapsed} onSignedIn={() => void session.reload()} />
      </Page>
    );
  }
  if (state.kind === 'none') return <NoSession event={event} />;
  if (state.kind === 'down' || (plan.venue === undefined && plan.failure !== undefined)) {
    const retry = () => {
      void session.reload();
      plan.refresh();
    };
    return <ServiceDown onRetry={retry} />;
  }
  if (state.kind === 'loading' || plan.venue === undefined) return <Loading />;
  if (state.session.state === 'checkout') return <Redirect to={pathOf('payment', eventId)} />;
  const { session: live, claim } = state;
  return (
    <SeatShop
      event={event}
      venue={plan.venue}
      session={live}
      claim={claim}
      onSession={session.note}
      onDoubt={session.reload}
      onOver={onOver}
      onLeave={() => void leave(live.sessionId)}
    />
  );
}

function NoSession({ event }: { readonly event: SaleEvent }) {
  const { eventId } = event;
  const { say } = useServices().speech;
  return (
    <Page title={say.seats.noSessionTitle} over={<EventName event={event} />}>
      <p>{say.seats.noSession}</p>
      <p className="actions">
        <Link to={pathOf('queue', eventId)} className="button button-main">
          {say.seats.toWaiting}
        </Link>
        <Link to={pathOf('payment', eventId)} className="button">
          {say.landing.toTickets}
        </Link>
      </p>
    </Page>
  );
}

function Ended({ event, why }: { readonly event: SaleEvent; readonly why: 'over' | 'left' }) {
  const { say } = useServices().speech;
  return (
    <Page
      title={why === 'over' ? say.seats.overTitle : say.seats.endedTitle}
      over={<EventName event={event} />}
    >
      <p>{why === 'over' ? say.seats.over : say.seats.ended}</p>
      <p className="actions">
        <Link to={pathOf('landing', event.eventId)} className="button button-main">
          {say.site.toEvent}
        </Link>
      </p>
    </Page>
  );
}
