import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { LRUCache } from 'lru-cache';
import { phaseAt } from '../../../core/admission/index.ts';
import { toBase64Url } from '../../../core/crypto/index.ts';
import { publicVenue } from '../../../core/venue/index.ts';
import type { ServiceContext } from '../../context.ts';
import type { KnownEvent } from '../../events/index.ts';
import { jsonRepresentation, type Representation } from '../../maps/index.ts';
import { ProblemError } from '../../problems/index.ts';
import { cacheable, publicFor } from '../cacheable.ts';
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
    304: { description: 'Unchanged' },
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

const EVENT_SECONDS = 2;
const VENUE_CACHE = 'public, max-age=31536000, immutable';
const BODIES_MAX = 100;

export interface EventRouteOptions {
  /** Anybody may sign in as anybody: rehearsals only. */
  readonly devLogin: boolean;
  /**
   * How long a CDN keeps events and their list; given only where the change feed tells the CDN which of them changed. Browsers, which
   * nobody can tell, keep them for moments.
   */
  readonly cdnTtlSeconds?: number | undefined;
}

export function eventRoutes(app: OpenAPIHono, service: ServiceContext, options: EventRouteOptions): void {
  // The same text is the same body, so that it is compressed once.
  const bodies = new LRUCache<string, Representation>({ max: BODIES_MAX });
  function bodyOf(value: unknown): Representation {
    const text = JSON.stringify(value);
    const known = bodies.get(text);
    if (known !== undefined) return known;
    const made = jsonRepresentation(value, toBase64Url(service.hashing.sha256(text).subarray(0, 12)));
    bodies.set(text, made);
    return made;
  }
  const venues = new LRUCache<string, Representation>({ max: BODIES_MAX });

  const cacheControl = (cdnSeconds: number) => {
    const shared =
      options.cdnTtlSeconds === undefined ? '' : `, s-maxage=${Math.max(EVENT_SECONDS, cdnSeconds)}`;
    return publicFor(EVENT_SECONDS) + shared;
  };

  app.openapi(list, async (c) => {
    const events = await service.events.list();
    const view = await Promise.all(
      events.map(async ({ eventId: id, name, opensAt, seatCount }) => {
        const { sale } = await service.saleBook.read(id);
        return { eventId: id, name, opensAt: sale?.opensAt ?? opensAt, seatCount };
      }),
    );
    return cacheable(c, bodyOf({ events: view }), cacheControl(options.cdnTtlSeconds ?? 0));
  });

  app.openapi(read, async (c) => {
    const known = await service.events.require(c.req.valid('param').eventId);
    const view = await eventBody(service, known, options.devLogin);
    // The phase turns by itself at the opening, and by the sale record from then on: neither is a change of the event.
    const toOpening = view.opensAt - Math.ceil(service.clock.nowMs() / 1000);
    return cacheable(c, bodyOf(view), cacheControl(Math.min(options.cdnTtlSeconds ?? 0, toOpening)));
  });

  app.openapi(venue, async (c) => {
    const { venueHash } = c.req.valid('param');
    const known = await service.events.venue(venueHash);
    if (known === undefined) throw new ProblemError('NOT_FOUND', 'There is no venue of that hash here.');
    const body = venues.get(venueHash) ?? jsonRepresentation(publicVenue(known), venueHash);
    venues.set(venueHash, body);
    return cacheable(c, body, VENUE_CACHE);
  });
}

async function eventBody(
  service: ServiceContext,
  { event, venue: known }: KnownEvent,
  devLogin: boolean,
): Promise<z.infer<typeof eventView>> {
  const [{ sale }, { draw }] = await Promise.all([
    service.saleBook.read(event.eventId),
    service.saleBook.draw(event.eventId),
  ]);
  const { beacon = null, rosterRoot = null } = draw?.rules ?? {};
  const { k, curve, slotSeconds, holdbacks } = event;
  return {
    eventId: event.eventId,
    name: event.name,
    venueHash: event.venueHash,
    currency: event.currency,
    // An opening that was put off is told by the rules.
    opensAt: sale?.opensAt ?? event.opensAt,
    rules: { k, curve, slotSeconds, holdbacks, commitment: sale?.commitment ?? null, beacon, rosterRoot },
    phase: sale === undefined ? 'unavailable' : phaseAt(sale, Math.floor(service.clock.nowMs() / 1000)),
    seatCount: event.seatCount,
    seatLimit: event.seatLimit,
    admissionsPerUser: event.admissionsPerUser,
    sessionTtlMs: event.sessionTtlMs,
    payTtlMs: event.payTtlMs,
    tiers: known.tiers.map(({ id: tierId, name, priceMinor }) => ({ id: tierId, name, priceMinor })),
    signIn: { rehearsal: devLogin, provider: service.identity?.provider ?? null },
  };
}
