import {
  memoryLedger,
  TEST_PROVIDER,
  TestPaymentProvider,
} from '../../../service/adapters/payment-test/index.ts';
import { ask } from '../ask.ts';
import { bad, type Check, type Outcome, ok, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** Signed news of a payment that nobody made are believed and change nothing; the same with one byte changed are refused. */
export const webhookCheck = ({ ctx, url, secrets }: Patient): Check => ({
  name: 'webhooks',
  async run() {
    if (url === undefined || secrets === undefined) return [];
    const target = `${url}/v1/webhooks/payments/${TEST_PROVIDER}`;
    const delivered: { body: Uint8Array; headers: Record<string, string> }[] = [];
    const provider = new TestPaymentProvider({
      ledger: memoryLedger(),
      clock: ctx.clock,
      webhookKey: secrets.webhook,
      pageUrl: () => url,
      deliver: async (body, headers) => void delivered.push({ body, headers }),
      schedule: (_, task) => task(),
    });
    const { providerRef } = await provider.createAttempt({
      ...{ paymentId: 'tix-doctor', attempt: 1, amountMinor: 0, currency: 'EUR', returnUrl: url },
      expiresAtMs: ctx.clock.nowMs() + 60_000,
    });
    await provider.pay(providerRef, { outcome: 'approve' });
    const [news] = delivered;
    if (news === undefined) return [];
    const post = async (body: string) =>
      (await ask(ctx, target, { method: 'POST', headers: news.headers, body })).status;
    const text = Buffer.from(news.body).toString('utf8');
    const genuine = await post(text);
    if (genuine === 404)
      return [
        skipped(
          'the service takes no payments of the test provider',
          'Check the webhook at your payment provider',
        ),
      ];
    return [
      verdict(
        genuine === 200,
        'news that the provider signed are taken',
        `answered with ${genuine}, not 200`,
      ),
      verdict(
        (await post(text.replace('tix-doctor', 'tix-docteur'))) === 401,
        'news that somebody changed on the way are refused',
        'not refused: anybody could say that they paid',
      ),
    ];
  },
});

function verdict(isFine: boolean, says: string, otherwise: string): Outcome {
  return isFine
    ? ok(says)
    : bad(
        'failed',
        `${says}: ${otherwise}`,
        'Give the service and its provider the same webhook key, and pass bodies on unchanged',
      );
}
