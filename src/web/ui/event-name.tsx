import type { SaleEvent } from '../api/index.ts';
import { pathOf } from '../shell/index.ts';
import { Link } from './link.tsx';

/** Which event a page is about, above its title, and the way back to it. */
export function EventName({ event }: { readonly event: Pick<SaleEvent, 'eventId' | 'name'> }) {
  return (
    <Link to={pathOf('landing', event.eventId)} className="over">
      {event.name}
    </Link>
  );
}
