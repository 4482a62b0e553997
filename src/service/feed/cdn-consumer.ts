import type { Logger } from 'pino';
import type { ChangeConsumer, FeedChange } from './changes.ts';

/**
 * Paths a CDN must forget because of this change. Only an event's own data live long there; seats and payments change by the second and
 * are cached for as long, so that no invalidation is worth its price. A venue's geometry has its content in its address and never goes
 * stale; pages are one shell for all events, which asks the API.
 */
export function cdnPathsOf(body: FeedChange['body']): readonly string[] {
  if (body.kind !== 'event') return [];
  const id = encodeURIComponent(body.eventId);
  return ['/v1/events', `/v1/events/${id}`];
}

/** Sends the CDN one invalidation for all the changes of a batch. */
export function cdnConsumer(options: {
  /** Repeating it is harmless. */
  invalidate(paths: readonly string[]): Promise<void>;
  readonly log: Logger;
}): ChangeConsumer {
  return async (changes) => {
    const concerned = changes.filter(({ body }) => cdnPathsOf(body).length > 0);
    const paths = new Set(concerned.flatMap(({ body }) => cdnPathsOf(body)));
    if (paths.size === 0) return [];
    try {
      await options.invalidate([...paths]);
      return [];
    } catch (error) {
      options.log.warn({ err: error }, 'the CDN was not told what changed, trying again');
      return concerned;
    }
  };
}
