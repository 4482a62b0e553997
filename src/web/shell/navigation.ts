import { useSyncExternalStore } from 'react';
import { type EventPage, pathOf, type Route, routeOf } from './routes.ts';

const CHANGED = 'tix:navigated';

/** The route in the address bar, and again whenever it changes. */
export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  return routeOf(path);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange);
  addEventListener(CHANGED, onChange);
  return () => {
    removeEventListener('popstate', onChange);
    removeEventListener(CHANGED, onChange);
  };
}

/** Goes to a page without loading anew. `replace` leaves no step to come back to. */
export function goTo(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === location.pathname) return;
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  dispatchEvent(new Event(CHANGED));
  scrollTo(0, 0);
}

export function goToPage(page: EventPage, eventId: string, how: 'push' | 'replace' = 'push'): void {
  goTo(pathOf(page, eventId), how);
}
