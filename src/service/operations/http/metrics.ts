import type { EventCatalogue } from '../../events/index.ts';
import type { OperationsSnapshot } from '../contract.ts';
import type { Operations } from '../operations.ts';
import type { Route } from './route.ts';

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What Prometheus comes for. It brings no token, and learns nothing of any person. */
export function metricsRoute(parts: {
  readonly operations: Operations;
  readonly events: EventCatalogue;
  exposition(snapshots: readonly OperationsSnapshot[]): Promise<Exposition>;
}): Route {
  return {
    method: 'GET',
    path: '/metrics',
    role: 'anybody',
    async handle(c) {
      const events = await parts.events.list();
      const snapshots = await Promise.all(events.map(({ eventId }) => parts.operations.snapshot(eventId)));
      const { contentType, text } = await parts.exposition(snapshots);
      return c.body(text, 200, { 'content-type': contentType });
    },
  };
}
