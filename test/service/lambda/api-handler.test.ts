import { beforeEach, describe, expect, test } from 'vitest';
import { createApiHandler } from '../../../src/service/lambda/api/index.ts';
import { signWebhook } from '../../../src/service/webhooks/index.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from '../harness.ts';
import { type ApiRequest, apiEvent, lambdaContext, recordingTelemetry } from './events.ts';

const everybody = { accepts: async () => true };

/** The answer of the app itself, in the words of a Lambda answer. */
async function directAnswer(harness: Harness, { method = 'GET', path, headers, cookies, body }: ApiRequest) {
  const response = await harness.app.request(`https://abc123.execute-api.eu-central-1.amazonaws.com${path}`, {
    method,
    headers: {
      'x-forwarded-proto': 'https',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
      ...(cookies === undefined ? {} : { cookie: cookies.join('; ') }),
    },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answerHeaders = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  return {
    statusCode: response.status,
    headers: answerHeaders,
    cookies: response.headers.getSetCookie(),
    bytes,
  };
}

async function lambdaAnswer(harness: Harness, request: ApiRequest) {
  const { telemetry } = recordingTelemetry();
  const handler = createApiHandler({ app: async () => harness.app, origin: everybody, telemetry });
  const { statusCode, headers, cookies, body, isBase64Encoded } = await handler(
    apiEvent(request),
    lambdaContext(),
  );
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  return { statusCode, headers, cookies: cookies ?? [], bytes };
}

describe('the function answers exactly as the app does', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await openHarness({ devLogin: true });
  });

  const json = { 'content-type': 'application/json' };
  const requests: Record<string, (harness: Harness) => ApiRequest | Promise<ApiRequest>> = {
    'events, with their tags': () => ({ path: `/v1/events/${EVENT_ID}` }),
    'a seat map, compressed': () => ({
      path: `/v1/events/${EVENT_ID}/availability`,
      headers: { 'accept-encoding': 'gzip, br' },
    }),
    'the packed seat map, which is not text': () => ({ path: `/v1/events/${EVENT_ID}/seats/packed` }),
    'a sign-in, with its cookie': () => ({
      method: 'POST',
      path: '/v1/sign-in/dev',
      headers: json,
      body: JSON.stringify({ userId: 'ann' }),
    }),
    'a buyer known by cookie among cookies': ({ signInPass }) => ({
      path: `/v1/events/${EVENT_ID}/reservations`,
      cookies: ['theme=dark', `tix_auth=${signInPass('ann')}`],
    }),
    'a header sent twice, as one': () => ({
      path: `/v1/events/${EVENT_ID}/availability`,
      headers: { 'if-none-match': '"a", W/"b"', 'accept-language': 'en,de' },
    }),
    'a body sent as base64': ({ signInPass }) => ({
      method: 'POST',
      path: '/v1/sessions/s-unknown/holds',
      headers: { ...json, 'x-tix-auth': signInPass('ann') },
      body: JSON.stringify({ seatIds: ['Ä#1'] }),
      asBase64: true,
    }),
    'a wrong method, naming the right ones': () => ({ method: 'DELETE', path: '/v1/events' }),
    'a wrong query and a wrong path': () => ({ path: '/v1/nothing?a=1&a=2&b=%20' }),
    'a path with escaped characters': () => ({ path: '/v1/events/a%3Fb%23c%25d%20%C3%A9' }),
    'the API’s own description': () => ({ path: '/openapi.json' }),
    'a queue request the edge did not vouch for': () => ({
      method: 'POST',
      path: `/v1/events/${EVENT_ID}/queue/token`,
    }),
    'a webhook with a wrong signature': () => ({
      method: 'POST',
      path: '/v1/webhooks/payments/test',
      headers: { 'content-type': 'application/json', 'x-tix-webhook-signature': 't=1,v1=00' },
      body: '{}',
      asBase64: true,
    }),
  };

  test.for(Object.entries(requests))('%s', async ([, requestOf]) => {
    const request = await requestOf(harness);
    expect(await lambdaAnswer(harness, request)).toEqual(await directAnswer(harness, request));
  });

  test('unchanged maps are answered without a body', async () => {
    const path = `/v1/events/${EVENT_ID}/seats/packed`;
    const first = await lambdaAnswer(harness, { path });
    const request = { path, headers: { 'if-none-match': String(first.headers?.etag) } };
    const again = await lambdaAnswer(harness, request);
    expect(again.statusCode).toBe(304);
    expect(again).toEqual(await directAnswer(harness, request));
  });
});

test('a webhook is verified on its raw bytes, though the platform sends them as base64', async () => {
  const harness = await openHarness();
  const buyer = await openBuyer(harness, 'ann');
  await buyer.autoHold({ count: 1, mode: 'best' });
  const { payment } = (await buyer.checkout()).body;
  const [attempt] = await harness.provider.attempts(payment.paymentId);
  // Spaces that a parser would drop: the signature is over them too.
  const body = new TextEncoder().encode(
    ` ${JSON.stringify({ ...attempt, status: 'approved', paymentId: payment.paymentId })}\n`,
  );
  const webhookKey = new Uint8Array(32).fill(4);
  const signature = signWebhook(webhookKey, body, harness.nowMs());
  const webhook = {
    method: 'POST',
    path: '/v1/webhooks/payments/test',
    headers: { 'content-type': 'application/octet-stream', 'x-tix-webhook-signature': signature },
    body,
    asBase64: true,
  };
  expect((await lambdaAnswer(harness, webhook)).statusCode).toBe(200);
  expect((await lambdaAnswer(harness, webhook)).statusCode).toBe(200);
  expect((await buyer.payment(payment.paymentId)).body.state).toBe('settled');
  const spoilt = { ...webhook, body: body.subarray(1) };
  expect((await lambdaAnswer(harness, spoilt)).statusCode).toBe(401);
});

test('the edge’s word holds for a queue request that comes through the platform', async () => {
  const harness = await openHarness();
  const path = `/v1/events/${EVENT_ID}/queue/token`;
  const headers = await harness.edgeHeaders('ann', path);
  const answer = await lambdaAnswer(harness, { method: 'POST', path, headers });
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse(answer.bytes.toString())).toMatchObject({ token: expect.any(String), phase: 'open' });
});

describe('the function', () => {
  const request = apiEvent({ path: '/healthz', headers: { 'x-tix-origin': 'v', 'x-amz-cf-id': 'cf-1' } });

  test('refuses what did not come through the CDN, and does not start for it', async () => {
    const { telemetry } = recordingTelemetry();
    const handler = createApiHandler({
      app: () => Promise.reject(new Error('must not be asked for')),
      origin: { accepts: async () => false },
      telemetry,
    });
    const answer = await handler(request, lambdaContext());
    expect(answer).toMatchObject({ statusCode: 403, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'EDGE_ONLY' });
  });

  test('keeps the proof of the CDN from the app', async () => {
    const harness = await openHarness();
    const seen: (string | undefined)[] = [];
    harness.app.get('/seen', (c) => {
      seen.push(c.req.header('x-tix-origin'));
      return c.body(null);
    });
    const { telemetry } = recordingTelemetry();
    const handler = createApiHandler({ app: async () => harness.app, origin: everybody, telemetry });
    await handler(apiEvent({ path: '/seen', headers: { 'x-tix-origin': 'v' } }), lambdaContext());
    expect(seen).toEqual([undefined]);
  });

  test('says it is unavailable when it cannot be started, and starts with a later request', async () => {
    const harness = await openHarness();
    const { telemetry, lines } = recordingTelemetry();
    let broken = true;
    const handler = createApiHandler({
      app: async () => {
        if (broken) throw new Error('the secret store is away');
        return harness.app;
      },
      origin: everybody,
      telemetry,
    });
    const answer = await handler(request, lambdaContext());
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    expect(answer.body).not.toContain('secret store');
    expect(lines).toEqual([expect.objectContaining({ msg: 'the service could not be started' })]);
    broken = false;
    expect(await handler(request, lambdaContext())).toMatchObject({ statusCode: 200 });
  });

  test('correlates its log lines with the CDN’s request, or with its own', async () => {
    const harness = await openHarness();
    const { telemetry, correlations } = recordingTelemetry();
    const handler = createApiHandler({ app: async () => harness.app, origin: everybody, telemetry });
    await handler(request, lambdaContext());
    await handler(apiEvent({ path: '/healthz' }), lambdaContext());
    expect(correlations).toEqual(['cf-1', 'request-1']);
  });
});
