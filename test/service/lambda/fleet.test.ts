import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeEdgeHeader, solveProof } from '../../../src/core/admission/index.ts';
import { nodeHashing, systemClock } from '../../../src/service/adapters/system/index.ts';
import { serviceSecrets } from '../../../src/service/lambda/secrets/index.ts';
import { signWebhook } from '../../../src/service/webhooks/index.ts';
import { startDynamo } from '../../support/dynamodb.ts';
import { apiEvent } from './events.ts';
import { EVENT_ID, ROOT_SECRET } from './fleet-tables.ts';
import { ORIGIN_VALUE, openFleet } from './open-fleet.ts';

const dynamo = await startDynamo();

/** The built functions, each in a process of its own, over local servers that speak AWS's protocols: a buyer's whole way through them. */
describe.skipIf(dynamo === undefined)('a fleet of functions', () => {
  let fleet: Awaited<ReturnType<typeof openFleet>>;
  beforeAll(async () => {
    fleet = await openFleet(dynamo);
  });
  afterAll(async () => {
    await fleet?.stop();
    await dynamo?.stop();
  });

  test('sells seats to a buyer, and tells the outside', async () => {
    const { functions, call, edgeKey } = fleet;
    const json = { 'content-type': 'application/json' };

    const { body: signIn } = await call(functions.shop, {
      method: 'POST',
      path: '/v1/sign-in/dev',
      headers: json,
      body: JSON.stringify({ userId: 'ann' }),
    });
    const atTheEdge = (path: string) => ({
      'x-tix-auth': signIn.pass,
      'x-tix-edge': makeEdgeHeader(nodeHashing, edgeKey, path, {
        second: Math.floor(systemClock.nowMs() / 1000),
        reason: 'admitted',
        sub: signIn.sub,
      }),
    });

    const tokenPath = `/v1/events/${EVENT_ID}/queue/token`;
    const place = await call(functions.queue, {
      method: 'POST',
      path: tokenPath,
      headers: atTheEdge(tokenPath),
    });
    expect(place.status).toBe(201);
    // She took her place a while ago; a token made now would have to wait for its first slot.
    const { token, challenge } = fleet.placeTakenEarlier(signIn.sub);
    const proof = solveProof(nodeHashing, challenge.text, challenge.bits, 0, 100_000);

    const admissionPath = `/v1/events/${EVENT_ID}/queue/admission`;
    const admission = await call(functions.queue, {
      method: 'POST',
      path: admissionPath,
      headers: {
        ...atTheEdge(admissionPath),
        'x-tix-token': token,
        'x-tix-nonce': 'nonce' in proof ? proof.nonce : '',
      },
    });
    expect(admission.body).toMatchObject({ admitted: true });
    const { sessionId } = admission.body.session;
    const inSession = { ...json, 'x-tix-auth': signIn.pass, 'x-tix-session': admission.body.pass };

    const held = await call(functions.holds, {
      method: 'POST',
      path: `/v1/sessions/${sessionId}/auto-holds`,
      headers: inSession,
      body: JSON.stringify({ count: 2, mode: 'together' }),
    });
    expect(held.body.seatIds).toHaveLength(2);

    const checkout = await call(functions.shop, {
      method: 'POST',
      path: `/v1/sessions/${sessionId}/checkout`,
      headers: inSession,
      body: '{}',
    });
    const { paymentId, redirectUrl, amountMinor } = checkout.body.payment;
    const page = new URL(redirectUrl).pathname;
    const pressed = await call(functions.shop, {
      method: 'POST',
      path: page,
      headers: json,
      body: JSON.stringify({ outcome: 'approve', webhookCopies: 0 }),
    });
    expect(pressed.body).toEqual({ status: 'approved' });

    const word = Buffer.from(
      JSON.stringify({ providerRef: page.split('/').at(-1), paymentId, status: 'approved', amountMinor }),
    );
    const webhook = {
      method: 'POST',
      path: '/v1/webhooks/payments/test',
      headers: {
        'x-tix-webhook-signature': signWebhook(
          serviceSecrets(ROOT_SECRET).webhook,
          word,
          systemClock.nowMs(),
        ),
      },
      body: word,
      asBase64: true,
    };
    expect((await call(functions.webhooks, webhook)).status).toBe(200);
    expect((await call(functions.webhooks, webhook)).status).toBe(200);

    const told = await fleet.carryStreams();
    expect(told).toEqual({ batchItemFailures: [] });
    expect(fleet.changesForOutside().map(({ body }) => body.kind)).toContain('event');
    expect(await fleet.carryOutbound()).toEqual({ batchItemFailures: [] });
    expect(fleet.aws.invalidated.join()).toContain(`<Path>/v1/events/${EVENT_ID}</Path>`);
    const finalised = fleet.aws.events.filter(({ type }) => type === 'tix.order.finalised.v1');
    expect(new Set(finalised.map(({ id }) => id)).size).toBe(1);
    expect(finalised[0]?.data).toMatchObject({ paymentId, amountMinor });
  });

  test('reads each secret once, and writes none of them or of what buyers carry to its logs', async () => {
    const logs = Object.values(fleet.functions)
      .map((running) => running.output())
      .join('');
    expect(logs).not.toContain(ROOT_SECRET);
    expect(logs).not.toContain(ORIGIN_VALUE);
    expect(logs).not.toMatch(/eyJ[\w-]{20}/);
    const readings = fleet.aws.asked.filter((operation) => operation === 'GetSecretValue').length;
    // Of four functions of the API: three stages of the CDN's value and the root.
    expect(readings).toBe(16);
  });

  test('a request from elsewhere reaches nothing', async () => {
    const answer = await fleet.functions.shop.invoke<APIGatewayProxyStructuredResultV2>(
      apiEvent({ path: '/v1/events' }),
    );
    expect(answer.statusCode).toBe(403);
  });
});
