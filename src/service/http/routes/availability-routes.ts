import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { toBase64Url } from '../../../core/crypto/index.ts';
import type { Section } from '../../../core/venue/index.ts';
import type { ServiceContext } from '../../context.ts';
import { blockMapBody, sectionMapBody } from '../../maps/index.ts';
import type { SectionMap } from '../../ports/index.ts';
import { ProblemError } from '../../problems/index.ts';
import { cacheable } from '../cacheable.ts';
import {
  answer,
  eventAvailability,
  eventId,
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

const OVERVIEW_CACHE = 'public, max-age=2, stale-while-revalidate=8';
const MAP_CACHE = 'public, max-age=1, stale-while-revalidate=4';

export function availabilityRoutes(app: OpenAPIHono, service: ServiceContext): void {
  async function mapOf(id: string, sectionId: string): Promise<{ section: Section; map: SectionMap }> {
    const { venue } = await service.events.require(id);
    const section = venue.section(sectionId);
    if (section === undefined)
      throw new ProblemError('SECTION_UNKNOWN', 'This venue has no section of that id.');
    return { section, map: await service.maps.section(id, sectionId) };
  }

  app.openapi(whole, async (c) => {
    const { eventId: id } = c.req.valid('param');
    const { venue } = await service.events.require(id);
    const counts = await service.maps.counts(
      id,
      venue.sections.map((section) => section.id),
    );
    const sections = counts.map(({ sectionId, available, total }) => ({ sectionId, available, total }));
    const body = JSON.stringify({
      eventId: id,
      available: sum(sections, 'available'),
      total: sum(sections, 'total'),
      asOfMs: counts.reduce((oldest, { builtAtMs }) => Math.min(oldest, builtAtMs), service.clock.nowMs()),
      sections,
    } satisfies z.infer<typeof eventAvailability>);
    const tag = toBase64Url(service.hashing.sha256(JSON.stringify(sections)).subarray(0, 12));
    return cacheable(c, { body, tag, cacheControl: OVERVIEW_CACHE });
  });

  app.openapi(bySection, async (c) => {
    const { eventId: id, sectionId } = c.req.valid('param');
    const { section, map } = await mapOf(id, sectionId);
    const body = JSON.stringify({
      eventId: id,
      sectionId,
      available: map.availableCount,
      total: map.seats.length,
      asOfMs: map.builtAtMs,
      blocks: section.blocks.map(({ id: blockId, seatCount }) => ({
        blockId,
        available: map.availableByBlock[blockId] ?? 0,
        total: seatCount,
      })),
    } satisfies z.infer<typeof sectionAvailability>);
    return cacheable(c, { body, tag: `b${map.revision}`, cacheControl: MAP_CACHE });
  });

  app.openapi(sectionSeats, async (c) => {
    const { eventId: id, sectionId } = c.req.valid('param');
    const { map } = await mapOf(id, sectionId);
    return cacheable(c, { body: sectionMapBody(map), tag: map.revision, cacheControl: MAP_CACHE });
  });

  app.openapi(blockSeats, async (c) => {
    const { eventId: id, sectionId, blockId } = c.req.valid('param');
    const { map } = await mapOf(id, sectionId);
    const body = blockMapBody(map, blockId);
    if (body === undefined)
      throw new ProblemError('SECTION_UNKNOWN', 'This section has no block of that id.');
    return cacheable(c, { body, tag: `${blockId}.${map.revision}`, cacheControl: MAP_CACHE });
  });
}

function sum(counts: readonly { available: number; total: number }[], field: 'available' | 'total'): number {
  return counts.reduce((total, count) => total + count[field], 0);
}
