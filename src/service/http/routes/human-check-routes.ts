import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerHumanCheck } from '../../abuse/index.ts';
import type { ServiceContext } from '../../context.ts';
import { requireUser } from '../caller.ts';
import { answer, body, eventId, problemResponses, signedIn } from '../schemas/index.ts';

const humanCheck = createRoute({
  method: 'post',
  path: '/v1/events/{eventId}/human-check',
  summary: 'Answer the human check',
  description:
    'Only buyers whose answers carry a standing with a humanCheck are asked. Who passes is let in like everybody else when their turn comes.',
  tags: ['human check'],
  security: signedIn,
  request: {
    params: z.object({ eventId }),
    body: body(
      z.strictObject({
        answer: z.string().min(1).max(8192).openapi({ description: 'What the widget of the check gave.' }),
      }),
    ),
  },
  responses: {
    200: answer(z.object({ passed: z.literal(true) }).openapi('HumanCheckPassed'), 'Passed'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'EVENT_UNKNOWN',
      'HUMAN_CHECK_FAILED',
      'TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'UNAVAILABLE',
    ),
  },
});

export function humanCheckRoutes(app: OpenAPIHono, service: ServiceContext): void {
  app.openapi(humanCheck, async (c) => {
    const sub = requireUser(service, c);
    const { event } = await service.events.require(c.req.valid('param').eventId);
    const nowMs = service.clock.nowMs();
    await answerHumanCheck(service, {
      eventId: event.eventId,
      sub,
      answer: c.req.valid('json').answer,
      nowMs,
    });
    return c.json({ passed: true as const }, 200);
  });
}
