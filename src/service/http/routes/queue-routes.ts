import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Answer } from '../../../core/admission/index.ts';
import { HEADERS } from '../../../core/admission/index.ts';
import { issueSessionPass } from '../../auth/index.ts';
import type { ServiceContext } from '../../context.ts';
import { admitTwin, mintTwin, type QueueRequest } from '../../queue/index.ts';
import { sessionView } from '../../sessions/index.ts';
import { passOf } from '../caller.ts';
import { rawPathOf } from '../raw-path.ts';
import {
  admissionHeaders,
  admitted,
  answer,
  eventId,
  minted,
  notYet,
  problemResponses,
  signedIn,
} from '../schemas/index.ts';

const token = createRoute({
  method: 'post',
  path: '/v1/events/{eventId}/queue/token',
  summary: 'Take a place in the waiting room',
  description:
    'Answered by the edge. Asking again gives the same lottery ticket and begins the waiting anew.',
  tags: ['queue'],
  security: signedIn,
  request: { params: z.object({ eventId }) },
  responses: {
    201: answer(minted, 'Your place'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'EDGE_ONLY',
      'METHOD_NOT_ALLOWED',
      'TOO_LARGE',
    ),
  },
});

const admission = createRoute({
  method: 'post',
  path: '/v1/events/{eventId}/queue/admission',
  summary: 'Ask to be let in, once per slot',
  description:
    'Answered by the edge until it is your turn; then a session is opened. More than one attempt per slot cannot help.',
  tags: ['queue'],
  security: signedIn,
  request: { params: z.object({ eventId }), headers: admissionHeaders },
  responses: {
    200: answer(notYet, 'Not yet: come back at retryAt with this token'),
    201: answer(admitted, 'You are in'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'EDGE_ONLY',
      'METHOD_NOT_ALLOWED',
      'EVENT_UNKNOWN',
      'SESSION_EXISTS',
      'ADMISSION_USED',
      'TOKEN_INVALID',
      'TOO_LARGE',
    ),
  },
});

export function queueRoutes(app: OpenAPIHono, service: ServiceContext): void {
  const requestOf = (c: Context, id: string): QueueRequest => ({
    eventId: id,
    path: rawPathOf(c.req.raw.url),
    edge: c.req.header(HEADERS.edge),
    pass: passOf(c),
    token: c.req.header(HEADERS.token),
    nonce: c.req.header(HEADERS.nonce),
    viewer: c.req.header(HEADERS.viewer),
  });

  app.openapi(token, async (c) =>
    send(c, await mintTwin(service, requestOf(c, c.req.valid('param').eventId))),
  );

  app.openapi(admission, async (c) => {
    const result = await admitTwin(service, requestOf(c, c.req.valid('param').eventId));
    if (result.kind === 'answer') return send(c, result.answer);
    return c.json(
      {
        admitted: true as const,
        session: sessionView(result.session, service.clock.nowMs()),
        pass: issueSessionPass(service.hashing, service.secrets.session, result.session),
      },
      201,
    );
  });
}

/** The edge and its twin share one description of an answer; its status and form are the core's to choose. */
function send(c: Context, { status, contentType, body }: Answer): never {
  return c.body(JSON.stringify(body), status as 200, {
    'content-type': contentType,
    'cache-control': 'no-store',
  }) as never;
}
