import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { issueSessionPass } from '../../auth/index.ts';
import { checkOut, ownPayment, payAgain, paymentView, receiveWebhook } from '../../checkout/index.ts';
import type { ServiceContext } from '../../context.ts';
import { sessionView } from '../../sessions/index.ts';
import { requireClaim, requireUser } from '../caller.ts';
import {
  answer,
  body,
  checkedOut,
  checkoutRequest,
  idempotencyHeaders,
  inSession,
  paymentView as paymentSchema,
  problemResponses,
  recordId,
  signedIn,
} from '../schemas/index.ts';

const paymentPath = z.object({ paymentId: recordId });

const checkoutRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{sessionId}/checkout',
  summary: 'Freeze the held seats and their price, and get the page to pay on',
  tags: ['checkout'],
  security: inSession,
  request: {
    params: z.object({ sessionId: recordId }),
    headers: idempotencyHeaders,
    body: body(checkoutRequest),
  },
  responses: {
    200: answer(checkedOut, 'The session in checkout, its new pass, and the payment'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'SESSION_PASS_REQUIRED',
      'EVENT_UNKNOWN',
      'SESSION_UNKNOWN',
      'SESSION_EXPIRED',
      'SESSION_ENDED',
      'SESSION_PASS_STALE',
      'NOTHING_HELD',
      'HOLD_EXPIRED',
      'PAYMENT_NOT_PAYABLE',
      'TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'IDEMPOTENCY_KEY_REUSED',
    ),
  },
});

const payAgainRoute = createRoute({
  method: 'post',
  path: '/v1/payments/{paymentId}/attempts',
  summary: 'Try to pay again after a declined card',
  tags: ['checkout'],
  security: signedIn,
  request: { params: paymentPath, headers: idempotencyHeaders, body: body(checkoutRequest) },
  responses: {
    200: answer(paymentSchema, 'The payment and the page to pay on'),
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REQUIRED',
      'PAYMENT_UNKNOWN',
      'PAYMENT_NOT_PAYABLE',
      'TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'IDEMPOTENCY_KEY_REUSED',
    ),
  },
});

const readPayment = createRoute({
  method: 'get',
  path: '/v1/payments/{paymentId}',
  summary: 'How a payment stands',
  tags: ['checkout'],
  security: signedIn,
  request: { params: paymentPath },
  responses: {
    200: answer(paymentSchema, 'The payment'),
    ...problemResponses('INVALID_REQUEST', 'SIGN_IN_REQUIRED', 'PAYMENT_UNKNOWN'),
  },
});

const webhook = createRoute({
  method: 'post',
  path: '/v1/webhooks/payments/{provider}',
  summary: 'News from the payment provider, signed',
  tags: ['checkout'],
  request: { params: z.object({ provider: recordId }) },
  responses: {
    200: answer(z.object({ received: z.literal(true) }), 'Taken'),
    ...problemResponses('INVALID_REQUEST', 'WEBHOOK_INVALID', 'NOT_FOUND', 'TOO_LARGE'),
  },
});

/** `publicUrl` is the site the payment page sends buyers back to, without a slash at the end. */
export function checkoutRoutes(app: OpenAPIHono, service: ServiceContext, publicUrl: () => string): void {
  const seatsOf = <T extends { seats: readonly object[] }>(view: T) => ({ ...view, seats: [...view.seats] });

  app.openapi(checkoutRoute, async (c) => {
    const claim = requireClaim(service, c, c.req.valid('param').sessionId);
    const returnUrl = publicUrl() + c.req.valid('json').returnPath;
    const key = c.req.valid('header')['idempotency-key'];
    const { session, payment } = await checkOut(service, claim, returnUrl, key);
    return c.json(
      {
        session: sessionView(session, service.clock.nowMs()),
        pass: issueSessionPass(service.hashing, service.secrets.session, session),
        payment: seatsOf(payment),
      },
      200,
    );
  });

  app.openapi(payAgainRoute, async (c) => {
    const payment = await payAgain(service, {
      paymentId: c.req.valid('param').paymentId,
      userId: requireUser(service, c),
      returnUrl: publicUrl() + c.req.valid('json').returnPath,
      idempotencyKey: c.req.valid('header')['idempotency-key'],
    });
    return c.json(seatsOf(payment), 200);
  });

  app.openapi(readPayment, async (c) => {
    const userId = requireUser(service, c);
    const payment = await ownPayment(service, c.req.valid('param').paymentId, userId);
    return c.json(seatsOf(paymentView(payment, null)), 200);
  });

  app.openapi(webhook, async (c) => {
    // The signature is over these very bytes, so nothing may parse and re-serialise them first.
    const rawBody = new Uint8Array(await c.req.arrayBuffer());
    await receiveWebhook(service, {
      provider: c.req.valid('param').provider,
      rawBody,
      headers: c.req.header(),
    });
    return c.json({ received: true as const }, 200);
  });
}
