import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { issueSessionPass } from '../../auth/index.ts';
import type { ServiceContext } from '../../context.ts';
import { ProblemError } from '../../problems/index.ts';
import {
  cancelSession,
  ownSession,
  reservationsOf,
  reservationView,
  sessionView,
} from '../../sessions/index.ts';
import { requireUser } from '../caller.ts';
import {
  answer,
  eventId,
  idempotencyHeaders,
  problemResponses,
  recordId,
  reservations,
  sessionView as sessionSchema,
  sessionWithPass,
  signedIn,
} from '../schemas/index.ts';

const sessionPath = z.object({ sessionId: recordId });
const eventPath = z.object({ eventId });

const readLive = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/session',
  summary: 'My live session in this event, with a fresh pass',
  tags: ['sessions'],
  security: signedIn,
  request: { params: eventPath },
  responses: {
    200: answer(sessionWithPass, 'The session'),
    ...problemResponses('INVALID_REQUEST', 'SIGN_IN_REQUIRED', 'EVENT_UNKNOWN', 'SESSION_UNKNOWN'),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/sessions/{sessionId}',
  summary: 'One of my sessions, with a fresh pass',
  tags: ['sessions'],
  security: signedIn,
  request: { params: sessionPath },
  responses: {
    200: answer(sessionWithPass, 'The session'),
    ...problemResponses('INVALID_REQUEST', 'SIGN_IN_REQUIRED', 'SESSION_UNKNOWN'),
  },
});

const cancel = createRoute({
  method: 'delete',
  path: '/v1/sessions/{sessionId}',
  summary: 'Give everything back and end the session',
  tags: ['sessions'],
  security: signedIn,
  request: { params: sessionPath, headers: idempotencyHeaders },
  responses: {
    200: answer(sessionSchema, 'The cancelled session'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'SESSION_UNKNOWN',
      'SESSION_ENDED',
      'SESSION_EXPIRED',
      'PAYMENT_OPEN',
    ),
  },
});

const mine = createRoute({
  method: 'get',
  path: '/v1/events/{eventId}/reservations',
  summary: 'Everything I have held or bought in this event, oldest first',
  tags: ['sessions'],
  security: signedIn,
  request: { params: eventPath },
  responses: {
    200: answer(reservations, 'My reservations'),
    ...problemResponses('INVALID_REQUEST', 'SIGN_IN_REQUIRED', 'EVENT_UNKNOWN'),
  },
});

export function sessionRoutes(app: OpenAPIHono, service: ServiceContext): void {
  const withPass = async (sessionId: string, userId: string) => {
    const session = await ownSession(service, sessionId, userId);
    const view = await reservationView(service, session);
    return {
      session: { ...view, seats: [...view.seats] },
      pass: issueSessionPass(service.hashing, service.secrets.session, session),
    };
  };

  app.openapi(readLive, async (c) => {
    const userId = requireUser(service, c);
    const { event } = await service.events.require(c.req.valid('param').eventId);
    const known = await service.store.getUserEvent(userId, event.eventId);
    if (known?.liveSessionId == null || known.liveUntilMs <= service.clock.nowMs())
      throw new ProblemError('SESSION_UNKNOWN', 'You have no live session in this event.');
    return c.json(await withPass(known.liveSessionId, userId), 200);
  });

  app.openapi(read, async (c) =>
    c.json(await withPass(c.req.valid('param').sessionId, requireUser(service, c)), 200),
  );

  app.openapi(cancel, async (c) => {
    const userId = requireUser(service, c);
    const session = await cancelSession(service, c.req.valid('param').sessionId, userId);
    return c.json(sessionView(session, service.clock.nowMs()), 200);
  });

  app.openapi(mine, async (c) => {
    const userId = requireUser(service, c);
    const { event } = await service.events.require(c.req.valid('param').eventId);
    const views = await reservationsOf(service, userId, event.eventId);
    return c.json({ reservations: views.map((view) => ({ ...view, seats: [...view.seats] })) }, 200);
  });
}
