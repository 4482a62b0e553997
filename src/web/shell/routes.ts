/** Where a visitor is. Addresses are paths, so that every page can be linked to, reloaded and returned to from paying. */
export type Route =
  | { readonly page: 'events' }
  | { readonly page: EventPage; readonly eventId: string }
  | { readonly page: 'missing' };

export type EventPage = 'landing' | 'queue' | 'seats' | 'checkout' | 'payment' | 'draw';

const EVENT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const PAGES: Readonly<Record<string, EventPage>> = {
  '': 'landing',
  queue: 'queue',
  seats: 'seats',
  checkout: 'checkout',
  payment: 'payment',
  draw: 'draw',
};

/** `/`, `/e/<event>` and `/e/<event>/<page>`. */
export function routeOf(path: string): Route {
  const [, first = '', eventId = '', page = '', ...rest] = path.split('/');
  if (first === '' && eventId === '') return { page: 'events' };
  const known = Object.hasOwn(PAGES, page) ? PAGES[page] : undefined;
  if (first !== 'e' || !EVENT_ID.test(eventId) || known === undefined || rest.length > 0)
    return { page: 'missing' };
  return { page: known, eventId };
}

export function pathOf(page: EventPage, eventId: string): string {
  return page === 'landing' ? `/e/${eventId}` : `/e/${eventId}/${page}`;
}
