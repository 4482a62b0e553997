import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ServiceContext } from '../../context.ts';
import { answer, drawView, eventId, problemResponses } from '../schemas/index.ts';

const read = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/draw',
  summary: 'What was promised of the draw, and the newest link of its evidence; worth keeping during a sale',
  tags: ['events'],
  request: { params: z.object({ eventId }) },
  responses: {
    200: answer(drawView, 'The draw'),
    ...problemResponses('INVALID_REQUEST', 'EVENT_UNKNOWN'),
  },
});

export function drawRoutes(app: OpenAPIHono, service: ServiceContext): void {
  app.openapi(read, async (c) => {
    const { eventId: id } = c.req.valid('param');
    await service.events.require(id);
    const [{ sale, keys }, { draw, chain }] = await Promise.all([
      service.saleBook.read(id),
      service.saleBook.draw(id),
    ]);
    c.header('cache-control', 'public, max-age=2');
    return c.json(
      {
        eventId: id,
        rules: draw?.rules ?? null,
        commitment: sale?.commitment ?? null,
        committedAt: draw?.committedAt ?? null,
        // The empty value stands for rules that name no beacon.
        beacon: keys?.beacon || null,
        chain:
          chain === undefined || chain.commitment !== sale?.commitment
            ? null
            : { n: chain.n, at: chain.at, hash: chain.hash },
      },
      200,
    );
  });
}
