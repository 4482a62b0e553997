import type { Logger } from 'pino';
import type { Flag } from '../../core/abuse/index.ts';
import { createWebhookSink } from '../../service/adapters/events-webhook/index.ts';
import { openLmdbOutbox } from '../../service/adapters/outbox-lmdb/index.ts';
import { systemRandom } from '../../service/adapters/system/index.ts';
import type { Meter } from '../../service/measures/index.ts';
import { createDispatcher, loadEndpoints, openRelay } from '../../service/outbound/index.ts';
import type { Clock, ReservationStore } from '../../service/ports/index.ts';
import { startLoop } from '../../service/server/index.ts';
import type { StateFolder } from './state-folder.ts';

/** How soon after it was committed an event is kept, and after that tried. */
const TURN_MS = 250;
const EXPIRY_TURN_MS = 1_000;
const CHECKPOINT_MS = 2_000;

/** Keeps what happens as outbound events, and posts them to every webhook. */
export async function startOutbound(options: {
  readonly store: ReservationStore;
  readonly state: StateFolder;
  readonly webhooks: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
}): Promise<{ flagged(flag: Flag): void; stop(): Promise<void> }> {
  const { store, state, clock, log, meter } = options;
  const endpoints = await loadEndpoints(state.endpointsFile, options.webhooks, systemRandom);
  const outbox = openLmdbOutbox({ dir: state.outboundDir });
  const relay = await openRelay({
    ...{ store, outbox, clock, log, meter },
    endpoints: endpoints.map(({ url }) => url),
  });
  const loops = [
    startLoop('outbound events', TURN_MS, log, () => relay.feed.drain()),
    startLoop('expired sessions', EXPIRY_TURN_MS, log, () => relay.lookForExpired()),
    startLoop('outbound checkpoint', CHECKPOINT_MS, log, () => relay.feed.checkpoint()),
    // One for each, so that a slow receiver holds up nobody else.
    ...endpoints.map(({ url, key }) => {
      const sink = createWebhookSink({ url, key, clock });
      const dispatcher = createDispatcher({ outbox, sink, clock, log, endpoint: url, random: systemRandom });
      return startLoop(`webhook ${new URL(url).host}`, TURN_MS, log, () => dispatcher.runOnce());
    }),
  ];
  return {
    flagged(flag) {
      relay
        .flagged(flag)
        .catch((error: unknown) => log.error({ err: error }, 'a flag was not told to webhooks'));
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await relay.feed.drain();
      await relay.feed.checkpoint();
      await outbox.close();
    },
  };
}
