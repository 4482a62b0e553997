import { setTimeout as sleep } from 'node:timers/promises';
import { streamSSE } from 'hono/streaming';
import type { Operations } from '../operations.ts';
import { Refusal } from './problems.ts';
import type { Route } from './route.ts';
import { eventIdOf } from './views.ts';

const EVERY_MS = 1_000;
/** Each is a connection that stays; more than operators have screens. */
const STREAMS_MAX = 64;

export interface Streams {
  readonly route: Route;
  /** Ends all streams, so that the server can be stopped. */
  end(): void;
}

/** Snapshots as server-sent events, one a second. */
export function snapshotStreams(operations: Operations): Streams {
  const ending = new AbortController();
  let open = 0;
  const route: Route = {
    method: 'GET',
    path: '/ops/v1/events/:eventId/stream',
    role: 'viewer',
    async handle(c) {
      const eventId = eventIdOf(c);
      // Refused as an ordinary answer rather than in a stream that has begun.
      const first = await operations.snapshot(eventId);
      if (open >= STREAMS_MAX || ending.signal.aborted)
        throw new Refusal(503, 'UNAVAILABLE', `At most ${STREAMS_MAX} streams are open at once; close one.`);
      open += 1;
      return streamSSE(c, async (stream) => {
        const stop = () => stream.abort();
        ending.signal.addEventListener('abort', stop, { once: true });
        try {
          for (let snapshot = first; !stream.aborted; snapshot = await operations.snapshot(eventId)) {
            await stream.writeSSE({ event: 'snapshot', data: JSON.stringify(snapshot) });
            await sleep(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
          }
        } finally {
          open -= 1;
          ending.signal.removeEventListener('abort', stop);
        }
      });
    },
  };
  return { route, end: () => ending.abort() };
}
