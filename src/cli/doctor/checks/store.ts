import { loadVenue, parseVenueText } from '../../../core/venue/index.ts';
import { nodeHashing } from '../../../service/adapters/system/index.ts';
import { formatCount, formatMoment } from '../../framework/index.ts';
import { bad, type Check, type Outcome, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** The store answers, holds the event, and holds every seat of its venue. */
export const storeCheck = ({ ctx, store, event, eventId, storeUrl }: Patient): Check => ({
  name: 'store',
  async run() {
    if (store === undefined) return [];
    await store.ping();
    if (event === undefined)
      return [bad('failed', `${storeUrl} holds no event ${eventId}`, `Seed it: tix seed --event ${eventId}`)];
    const venueText = await store.getVenue(event.venueHash);
    if (venueText === undefined)
      return [bad('failed', 'the venue of the event is missing', 'Seed the event again: tix seed')];
    const { sections } = loadVenue(parseVenueText(venueText), nodeHashing);
    let seats = 0;
    for (const section of sections) {
      ctx.signal.throwIfAborted();
      seats += (await store.readSection(eventId, section.id)).length;
    }
    const count = `${formatCount(seats)} of ${formatCount(event.seatCount)} seats`;
    const outcomes: Outcome[] = [
      seats === event.seatCount
        ? ok(`${storeUrl} answers; ${eventId} has ${count}`, { seats })
        : bad('failed', `${eventId} has ${count}`, 'Run the same tix seed again: it completes them', {
            seats,
          }),
    ];
    const now = Math.floor(ctx.clock.nowMs() / 1000);
    if (event.opensAt < now)
      outcomes.push(
        bad(
          'warning',
          `${eventId} opened at ${formatMoment(event.opensAt)}`,
          'Check that this is the event you mean',
        ),
      );
    return outcomes;
  },
});
