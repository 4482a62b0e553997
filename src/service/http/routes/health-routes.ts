import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ServiceContext } from '../../context.ts';
import { PROBLEMS, ProblemError } from '../../problems/index.ts';
import { answer, problemResponses } from '../schemas/index.ts';

const ok = z.object({ status: z.literal('ok') });

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The process runs',
  tags: ['operations'],
  responses: { 200: answer(ok, 'It runs'), ...problemResponses() },
});

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'The store answers',
  tags: ['operations'],
  responses: { 200: answer(ok, 'Ready for traffic'), ...problemResponses() },
});

const time = createRoute({
  method: 'get',
  path: '/v1/time',
  summary: 'The time by which the sale opens',
  tags: ['events'],
  responses: {
    200: answer(z.object({ epochMs: z.number().int() }), 'Milliseconds since the Unix epoch'),
    ...problemResponses(),
  },
});

const explain = createRoute({
  method: 'get',
  path: '/problems/{code}',
  summary: 'What an error code means',
  tags: ['operations'],
  request: { params: z.object({ code: z.string().max(64) }) },
  responses: {
    200: { description: 'The explanation', content: { 'text/plain': { schema: z.string() } } },
    ...problemResponses('INVALID_REQUEST', 'NOT_FOUND'),
  },
});

export function healthRoutes(app: OpenAPIHono, service: ServiceContext): void {
  app.openapi(health, (c) => c.json({ status: 'ok' as const }, 200));

  app.openapi(ready, async (c) => {
    await service.store.ping();
    return c.json({ status: 'ok' as const }, 200);
  });

  app.openapi(time, (c) => c.json({ epochMs: service.clock.nowMs() }, 200));

  app.openapi(explain, (c) => {
    const { code } = c.req.valid('param');
    const found = Object.entries(PROBLEMS).find(([known]) => known === code);
    if (found === undefined) throw new ProblemError('NOT_FOUND', 'There is no error of that code.');
    return c.text(`${code} (HTTP ${found[1].status}): ${found[1].title}.\n`, 200);
  });
}
