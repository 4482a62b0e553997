import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { toBase64Url } from '../../../core/crypto/index.ts';
import { publicVenue } from '../../../core/venue/index.ts';
import type { ServiceContext } from '../../context.ts';
import { ProblemError } from '../../problems/index.ts';
import { cacheable } from '../cacheable.ts';
import {
  answer,
  eventId,
  eventSummary,
  eventView,
  problemResponses,
  publicVenueDocument,
} from '../schemas/index.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/events',
  summary: 'All events on sale here',
  tags: ['events'],
  responses: {
    200: answer(z.object({ events: z.array(eventSummary) }), 'The events'),
    ...problemResponses(),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}',
  summary: 'One event: its rules, limits, price tiers and the commitment to its draw',
  tags: ['events'],
  request: { params: z.object({ eventId }) },
  responses: {
    200: answer(eventView, 'The event'),
    304: { description: 'Unchanged' },
    ...problemResponses('INVALID_REQUEST', 'EVENT_UNKNOWN'),
  },
});

const venue = createRoute({
  method: 'get',
  path: '/v1/venues/{venueHash}',
  summary: 'The static geometry of a venue, by its content hash',
  tags: ['events'],
  request: { params: z.object({ venueHash: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) }) },
  responses: {
    200: answer(publicVenueDocument, 'The venue'),
    304: { description: 'Unchanged' },
    ...problemResponses('INVALID_REQUEST', 'NOT_FOUND'),
  },
});

const EVENT_CACHE = 'public, max-age=2, stale-while-revalidate=10';
const VENUE_CACHE = 'public, max-age=31536000, immutable';

export function eventRoutes(app: OpenAPIHono, service: ServiceContext): void {
  app.openapi(list, async (c) => {
    const events = await service.events.list();
    const view = events.map(({ eventId: id, name, opensAt, seatCount }) => ({
      eventId: id,
      name,
      opensAt,
      seatCount,
    }));
    return c.json({ events: view }, 200, { 'cache-control': EVENT_CACHE });
  });

  app.openapi(read, async (c) => {
    const body = JSON.stringify(await eventBody(service, c.req.valid('param').eventId));
    const tag = toBase64Url(service.hashing.sha256(body).subarray(0, 12));
    return cacheable(c, { body, tag, cacheControl: EVENT_CACHE });
  });

  app.openapi(venue, async (c) => {
    const { venueHash } = c.req.valid('param');
    const known = await service.events.venue(venueHash);
    if (known === undefined) throw new ProblemError('NOT_FOUND', 'There is no venue of that hash here.');
    const body = JSON.stringify(publicVenue(known));
    return cacheable(c, { body, tag: venueHash, cacheControl: VENUE_CACHE });
  });
}

async function eventBody(service: ServiceContext, id: string): Promise<z.infer<typeof eventView>> {
  const { event, venue: known } = await service.events.require(id);
  const { sale } = await service.saleBook.read(id);
  const { k, curve, slotSeconds, holdbacks } = event;
  const started = Math.floor(service.clock.nowMs() / 1000) >= event.opensAt;
  return {
    eventId: event.eventId,
    name: event.name,
    venueHash: event.venueHash,
    currency: event.currency,
    opensAt: event.opensAt,
    rules: { k, curve, slotSeconds, holdbacks, commitment: sale?.commitment ?? null },
    phase: sale === undefined ? 'unavailable' : started ? sale.phase : 'presale',
    seatCount: event.seatCount,
    seatLimit: event.seatLimit,
    admissionsPerUser: event.admissionsPerUser,
    sessionTtlMs: event.sessionTtlMs,
    payTtlMs: event.payTtlMs,
    tiers: known.tiers.map(({ id: tierId, name, priceMinor }) => ({ id: tierId, name, priceMinor })),
  };
}
