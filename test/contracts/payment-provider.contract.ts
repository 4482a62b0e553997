import { beforeEach, describe, expect, test } from 'vitest';
import type { AttemptRequest, PaymentProvider } from '../../src/service/ports/index.ts';

export interface ProviderSetup {
  readonly provider: PaymentProvider;
  /** Plays the buyer on the payment page. */
  approve(providerRef: string): Promise<void>;
  decline(providerRef: string): Promise<void>;
  /** Webhooks sent so far, as received. */
  webhooks(): readonly { readonly body: Uint8Array; readonly headers: Record<string, string> }[];
  nowMs(): number;
  passMs(ms: number): void;
}

/** What every payment provider must do for the shop. */
export function describePaymentProvider(name: string, open: () => ProviderSetup): void {
  describe(`payment provider: ${name}`, () => {
    let setup: ProviderSetup;
    beforeEach(() => {
      setup = open();
    });

    const request = (attempt = 1): AttemptRequest => ({
      paymentId: 'p1',
      attempt,
      amountMinor: 12_300,
      currency: 'EUR',
      returnUrl: 'https://shop.example/done',
      expiresAtMs: setup.nowMs() + 60_000,
    });
    const statuses = async () => (await setup.provider.attempts('p1')).map(({ status }) => status);

    test('asking twice for the same attempt makes one attempt', async () => {
      const first = await setup.provider.createAttempt(request());
      expect(await setup.provider.createAttempt(request())).toEqual(first);
      expect(await statuses()).toEqual(['pending']);
    });

    test('a payment nobody made has no attempts', async () => {
      expect(await setup.provider.attempts('unheard-of')).toEqual([]);
    });

    test('approved and declined attempts are reported with their amount', async () => {
      const first = await setup.provider.createAttempt(request(1));
      await setup.decline(first.providerRef);
      const second = await setup.provider.createAttempt(request(2));
      await setup.approve(second.providerRef);
      expect(await statuses()).toEqual(['declined', 'approved']);
      expect((await setup.provider.attempts('p1'))[1]).toMatchObject({
        paymentId: 'p1',
        amountMinor: 12_300,
      });
    });

    test('a voided attempt cannot be paid any more', async () => {
      const { providerRef } = await setup.provider.createAttempt(request());
      expect(await setup.provider.void(providerRef)).toBe('voided');
      await setup.approve(providerRef);
      expect(await statuses()).toEqual(['voided']);
    });

    test('voiding too late says what happened instead', async () => {
      const { providerRef } = await setup.provider.createAttempt(request());
      await setup.approve(providerRef);
      expect(await setup.provider.void(providerRef)).toBe('approved');
      expect(await statuses()).toEqual(['approved']);
    });

    test('an attempt past its time cannot be paid', async () => {
      const { providerRef } = await setup.provider.createAttempt(request());
      setup.passMs(60_000);
      await setup.approve(providerRef);
      expect(await statuses()).toEqual(['voided']);
    });

    test('refunding twice is harmless', async () => {
      const { providerRef } = await setup.provider.createAttempt(request());
      await setup.approve(providerRef);
      expect(await setup.provider.refund(providerRef)).toBe('refunded');
      expect(await setup.provider.refund(providerRef)).toBe('refunded');
      expect(await statuses()).toEqual(['refunded']);
    });

    test('its webhooks are recognised; changed, stale and foreign ones are not', async () => {
      const { providerRef } = await setup.provider.createAttempt(request());
      await setup.approve(providerRef);
      const [webhook] = setup.webhooks();
      if (webhook === undefined) throw new Error('no webhook was sent');
      const verify = (body: Uint8Array, headers: Record<string, string>, nowMs = setup.nowMs()) =>
        setup.provider.verifyWebhook(body, headers, nowMs);

      expect(verify(webhook.body, webhook.headers)).toMatchObject({ providerRef, status: 'approved' });
      expect(verify(webhook.body, {})).toBeUndefined();
      expect(verify(Uint8Array.of(...webhook.body, 32), webhook.headers)).toBeUndefined();
      expect(verify(webhook.body, webhook.headers, setup.nowMs() + 3_600_000)).toBeUndefined();
    });
  });
}
