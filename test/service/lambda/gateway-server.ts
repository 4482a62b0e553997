import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { memoryLedger, TestPaymentProvider } from '../../../src/service/adapters/payment-test/index.ts';

export const API_KEY = 'gateway-api-key-of-the-tests';
export const WEBHOOK_KEY = 'gateway-webhook-key-of-the-tests-123456';

/** A payment gateway as an organiser would write one, with the test provider behind it. It speaks HTTP on a free port of this machine. */
export async function startGateway(clock: { nowMs(): number }) {
  const webhooks: { body: Uint8Array; headers: Record<string, string> }[] = [];
  const provider = new TestPaymentProvider({
    ledger: memoryLedger(),
    clock,
    webhookKey: new TextEncoder().encode(WEBHOOK_KEY),
    pageUrl: () => 'https://pay.example',
    deliver: async (body, headers) => void webhooks.push({ body, headers }),
    schedule: (_, task) => task(),
  });
  const mood = { status: undefined as number | undefined, answer: undefined as unknown };

  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${API_KEY}`) return c.body(null, 401);
    if (mood.status !== undefined) return c.body(null, mood.status as 500);
    if (mood.answer !== undefined) return c.json(mood.answer as object);
    return next();
  });
  app.post('/attempts', async (c) => c.json(await provider.createAttempt(await c.req.json())));
  app.get('/attempts', async (c) =>
    c.json({ attempts: await provider.attempts(c.req.query('paymentId') ?? '') }),
  );
  app.post('/attempts/:ref/void', async (c) => c.json({ status: await provider.void(c.req.param('ref')) }));
  app.post('/attempts/:ref/refund', async (c) =>
    c.json({ status: await provider.refund(c.req.param('ref')) }),
  );

  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    webhooks,
    mood,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
