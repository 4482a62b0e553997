import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Section } from '../../../core/venue/index.ts';
import type { ServiceContext } from '../../context.ts';
import type { KnownEvent } from '../../events/index.ts';
import {
  blockMapBody,
  packedSectionBody,
  type Representation,
  sectionCountsBody,
  sectionMapBody,
} from '../../maps/index.ts';
import type { SectionMap } from '../../ports/index.ts';
import { ProblemError } from '../../problems/index.ts';
import { cacheable, publicFor } from '../cacheable.ts';
import {
  answer,
  eventAvailability,
  eventId,
  packedSeats,
  problemResponses,
  seatMap,
  sectionAvailability,
  venuePartId,
} from '../schemas/index.ts';

const unchanged = { 304: { description: 'Unchanged' } };
const sectionPath = z.object({ eventId, sectionId: venuePartId });
const refusals = problemResponses('INVALID_REQUEST', 'EVENT_UNKNOWN', 'SECTION_UNKNOWN');

const whole = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/availability',
  summary: 'How much is free, section by section',
  tags: ['availability'],
  request: { params: z.object({ eventId }) },
  responses: { 200: answer(eventAvailability, 'By section'), ...unchanged, ...refusals },
});

const bySection = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/sections/{sectionId}/availability',
  summary: 'How much of a section is free, block by block',
  tags: ['availability'],
  request: { params: sectionPath },
  responses: { 200: answer(sectionAvailability, 'By block'), ...unchanged, ...refusals },
});

const sectionSeats = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/sections/{sectionId}/seats',
  summary: 'Every seat of a section',
  tags: ['availability'],
  request: { params: sectionPath },
  responses: { 200: answer(seatMap, 'The seat map'), ...unchanged, ...refusals },
});

const blockSeats = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/sections/{sectionId}/blocks/{blockId}/seats',
  summary: 'Every seat of a block',
  tags: ['availability'],
  request: { params: sectionPath.extend({ blockId: venuePartId }) },
  responses: { 200: answer(seatMap, 'The seat map'), ...unchanged, ...refusals },
});

const packedEvent = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/seats/packed',
  summary: 'Every seat of the event at two bits',
  tags: ['availability'],
  request: { params: z.object({ eventId }) },
  responses: { 200: packedSeats('All seats in venue order'), ...unchanged, ...refusals },
});

const packedSection = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/sections/{sectionId}/seats/packed',
  summary: 'Every seat of a section at two bits',
  tags: ['availability'],
  request: { params: sectionPath },
  responses: { 200: packedSeats('The section’s seats in venue order'), ...unchanged, ...refusals },
});

export function availabilityRoutes(app: OpenAPIHono, service: ServiceContext): void {
  /** How long an answer made from these maps may be kept depends on how fast they have been changing. */
  function answerFrom(c: Context, { event }: KnownEvent, maps: readonly SectionMap[], body: Representation) {
    const seconds = service.maps.lifeSeconds(maps, event.opensAt * 1000);
    const response = cacheable(c, body, publicFor(seconds));
    service.mapMeasures.answered(!(response instanceof Promise) && response.status === 304);
    return response;
  }

  async function wholeOf(id: string) {
    const known = await service.events.require(id);
    const sectionIds = known.venue.sections.map((section) => section.id);
    return { known, maps: await service.maps.sections(id, sectionIds) };
  }

  async function mapOf(
    id: string,
    sectionId: string,
  ): Promise<{ known: KnownEvent; section: Section; map: SectionMap }> {
    const known = await service.events.require(id);
    const section = known.venue.section(sectionId);
    if (section === undefined)
      throw new ProblemError('SECTION_UNKNOWN', 'This venue has no section of that id.');
    return { known, section, map: await service.maps.section(id, sectionId) };
  }

  app.openapi(whole, async (c) => {
    const { eventId: id } = c.req.valid('param');
    const { known, maps } = await wholeOf(id);
    return answerFrom(c, known, maps, service.eventBodies.counts(id, maps, service.clock.nowMs()));
  });

  app.openapi(bySection, async (c) => {
    const { eventId: id, sectionId } = c.req.valid('param');
    const { known, section, map } = await mapOf(id, sectionId);
    return answerFrom(c, known, [map], sectionCountsBody(section, map));
  });

  app.openapi(sectionSeats, async (c) => {
    const { eventId: id, sectionId } = c.req.valid('param');
    const { known, map } = await mapOf(id, sectionId);
    return answerFrom(c, known, [map], sectionMapBody(map));
  });

  app.openapi(blockSeats, async (c) => {
    const { eventId: id, sectionId, blockId } = c.req.valid('param');
    const { known, map } = await mapOf(id, sectionId);
    const body = blockMapBody(map, blockId);
    if (body === undefined)
      throw new ProblemError('SECTION_UNKNOWN', 'This section has no block of that id.');
    return answerFrom(c, known, [map], body);
  });

  app.openapi(packedEvent, async (c) => {
    const { eventId: id } = c.req.valid('param');
    const { known, maps } = await wholeOf(id);
    return answerFrom(c, known, maps, service.eventBodies.packed(id, known.venue, maps));
  });

  app.openapi(packedSection, async (c) => {
    const { eventId: id, sectionId } = c.req.valid('param');
    const { known, section, map } = await mapOf(id, sectionId);
    return answerFrom(c, known, [map], packedSectionBody(known.venue, section, map));
  });
}
