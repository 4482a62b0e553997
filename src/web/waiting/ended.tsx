import type { Speech } from '../i18n/index.ts';
import { pathOf } from '../shell/index.ts';
import { Link, Page } from '../ui/index.ts';
import type { End } from './machine.ts';

/** The page when there is nothing more to wait for; undefined while there is. */
export function ended(end: End | null, { say }: Speech, eventId: string) {
  const text = say.waiting;
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
      <Page title={text.yourTurn}>
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
      <Page title={text.soldOutTitle}>
        <p>{text.soldOut}</p>
        {links}
      </Page>
    );
  }
  if (end === 'used') {
    return (
      <Page title={text.usedTitle}>
        <p>{text.used}</p>
        {links}
      </Page>
    );
  }
  return undefined;
}
