import type { SaleEvent } from '../api/index.ts';
import type { Speech } from '../i18n/index.ts';
import { pathOf } from '../shell/index.ts';
import { EventName, Link, Page } from '../ui/index.ts';
import type { End } from './machine.ts';

/** The page when there is nothing more to wait for; undefined while there is. */
export function ended(end: End | null, { say }: Speech, event: SaleEvent) {
  const text = say.waiting;
  const { eventId } = event;
  const over = <EventName event={event} />;
  const links = (
    <p className="actions">
      <Link to={pathOf('landing', eventId)} className="button">
        {say.site.toEvent}
      </Link>
      <Link to={pathOf('payment', eventId)} className="button">
        {say.landing.toTickets}
      </Link>
    </p>
  );
  if (end === 'admitted') {
    return (
      <Page title={text.yourTurn} over={over}>
        <p>{text.yourTurnBody}</p>
        <p className="actions">
          <Link to={pathOf('seats', eventId)} className="button button-main button-large">
            {say.seats.title}
          </Link>
        </p>
      </Page>
    );
  }
  if (end === 'soldOut') {
    return (
      <Page title={text.soldOutTitle} over={over}>
        <p>{text.soldOut}</p>
        {links}
      </Page>
    );
  }
  if (end === 'used') {
    return (
      <Page title={text.usedTitle} over={over}>
        <p>{text.used}</p>
        {links}
      </Page>
    );
  }
  return undefined;
}
