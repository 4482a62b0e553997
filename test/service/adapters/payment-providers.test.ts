import { expect, test } from 'vitest';
import {
  memoryLedger,
  TestPaymentProvider,
  testProviderApp,
} from '../../../src/service/adapters/payment-test/index.ts';
import { PaymentProviderUnavailableError } from '../../../src/service/ports/index.ts';
import { describePaymentProvider, type ProviderSetup } from '../../contracts/payment-provider.contract.ts';

function open(failing: () => boolean = () => false): ProviderSetup & { provider: TestPaymentProvider } {
  let nowMs = 1_800_000_000_000;
  const webhooks: { body: Uint8Array; headers: Record<string, string> }[] = [];
  const provider = new TestPaymentProvider({
    ledger: memoryLedger(),
    clock: { nowMs: () => nowMs },
    webhookKey: new Uint8Array(32).fill(7),
    pageUrl: () => 'http://127.0.0.1/test-pay',
    async deliver(body, headers) {
      webhooks.push({ body, headers });
    },
    schedule: (_delayMs, task) => task(),
    failing,
  });
  return {
    provider,
    approve: async (providerRef) => void (await provider.pay(providerRef, { outcome: 'approve' })),
    decline: async (providerRef) => void (await provider.pay(providerRef, { outcome: 'decline' })),
    webhooks: () => webhooks,
    nowMs: () => nowMs,
    passMs(ms) {
      nowMs += ms;
    },
  };
}

describePaymentProvider('test provider', open);

const attempt = {
  paymentId: 'p1',
  attempt: 1,
  amountMinor: 100,
  currency: 'JPY',
  returnUrl: 'http://127.0.0.1/done',
  expiresAtMs: 1_800_000_060_000,
};

test('webhooks are lost or doubled on demand', async () => {
  const { provider, webhooks } = open();
  const { providerRef } = await provider.createAttempt(attempt);
  await provider.pay(providerRef, { outcome: 'decline', webhookCopies: 0 });
  expect(webhooks()).toHaveLength(0);
  const second = await provider.createAttempt({ ...attempt, attempt: 2 });
  await provider.pay(second.providerRef, { outcome: 'approve', webhookCopies: 2 });
  expect(webhooks()).toHaveLength(2);
});

test('an unavailable provider says so in its own error', async () => {
  const { provider } = open(() => true);
  await expect(provider.createAttempt(attempt)).rejects.toThrow(PaymentProviderUnavailableError);
  await expect(provider.attempts('p1')).rejects.toThrow(PaymentProviderUnavailableError);
});

test('the payment page shows the amount in its currency and takes a decision', async () => {
  const { provider } = open();
  const { providerRef } = await provider.createAttempt(attempt);
  const page = testProviderApp(provider, { path: '/test-pay' });

  const shown = await page.request(`/test-pay/${providerRef}`);
  expect(await shown.text()).toContain('¥100');

  const form = new URLSearchParams({ button: 'approve' });
  const decided = await page.request(`/test-pay/${providerRef}`, { method: 'POST', body: form });
  expect(decided.status).toBe(303);
  expect(decided.headers.get('location')).toBe('http://127.0.0.1/done');
  expect(provider.attempt(providerRef)?.status).toBe('approved');
});

test('nonsense at the payment page changes nothing', async () => {
  const { provider } = open();
  const { providerRef } = await provider.createAttempt(attempt);
  const page = testProviderApp(provider, { path: '/test-pay' });
  const post = (body: string) =>
    page.request(`/test-pay/${providerRef}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  expect((await post('{"outcome":"steal"}')).status).toBe(400);
  expect((await post('not json')).status).toBe(400);
  expect((await page.request('/test-pay/tp_nothing_1')).status).toBe(404);
  expect(provider.attempt(providerRef)?.status).toBe('pending');
});
