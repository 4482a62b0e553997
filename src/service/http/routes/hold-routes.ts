import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ServiceContext } from '../../context.ts';
import { type AutoHoldWish, autoHold, hold, release } from '../../holds/index.ts';
import { sessionView } from '../../sessions/index.ts';
import { requireClaim } from '../caller.ts';
import {
  answer,
  autoHoldRequest,
  body,
  held,
  holdRequest,
  idempotencyHeaders,
  inSession,
  problemResponses,
  recordId,
  released,
} from '../schemas/index.ts';

const sessionPath = z.object({ sessionId: recordId });
const cannotAct = [
  'INVALID_REQUEST',
  'SIGN_IN_REQUIRED',
  'SESSION_PASS_REQUIRED',
  'EVENT_UNKNOWN',
  'SESSION_UNKNOWN',
  'SESSION_EXPIRED',
  'SESSION_ENDED',
  'SESSION_IN_CHECKOUT',
  'SESSION_PASS_STALE',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
] as const;

const holdRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{sessionId}/holds',
  summary: 'Hold all of these seats or none',
  tags: ['holds'],
  security: inSession,
  request: { params: sessionPath, headers: idempotencyHeaders, body: body(holdRequest) },
  responses: {
    200: answer(held, 'Held until the session ends'),
    ...problemResponses(...cannotAct, 'SEAT_TAKEN', 'SEAT_UNKNOWN', 'SEAT_AUTO_ONLY', 'LIMIT_REACHED'),
  },
});

const autoHoldRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{sessionId}/auto-holds',
  summary: 'Hold the best free seats that match',
  tags: ['holds'],
  security: inSession,
  request: { params: sessionPath, headers: idempotencyHeaders, body: body(autoHoldRequest) },
  responses: {
    200: answer(held, 'Held until the session ends'),
    ...problemResponses(...cannotAct, 'SECTION_UNKNOWN', 'NO_SEATS_MATCH', 'LIMIT_REACHED'),
  },
});

const releaseRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{sessionId}/releases',
  summary: 'Give held seats back',
  tags: ['holds'],
  security: inSession,
  request: { params: sessionPath, headers: idempotencyHeaders, body: body(holdRequest) },
  responses: { 200: answer(released, 'Seats that were given back'), ...problemResponses(...cannotAct) },
});

export function holdRoutes(app: OpenAPIHono, service: ServiceContext): void {
  const view = (result: Awaited<ReturnType<typeof hold>>) => ({
    seatIds: [...result.seatIds],
    session: sessionView(result.session, service.clock.nowMs()),
  });

  app.openapi(holdRoute, async (c) => {
    const claim = requireClaim(service, c, c.req.valid('param').sessionId);
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(view(await hold(service, claim, c.req.valid('json').seatIds, key)), 200);
  });

  app.openapi(autoHoldRoute, async (c) => {
    const claim = requireClaim(service, c, c.req.valid('param').sessionId);
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(view(await autoHold(service, claim, wishOf(c.req.valid('json')), key)), 200);
  });

  app.openapi(releaseRoute, async (c) => {
    const claim = requireClaim(service, c, c.req.valid('param').sessionId);
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(view(await release(service, claim, c.req.valid('json').seatIds, key)), 200);
  });
}

function wishOf({ count, mode, ...filters }: z.infer<typeof autoHoldRequest>): AutoHoldWish {
  const asked = Object.entries(filters).filter(([, value]) => value !== undefined);
  return { count, mode, filters: Object.fromEntries(asked) };
}
