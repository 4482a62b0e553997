import type { ServiceContext } from '../context.ts';
import { applyReport } from '../payments/index.ts';
import { ProblemError } from '../problems/index.ts';

/**
 * Takes a provider's webhook: verified on the raw bytes, then applied like any other word of the provider. Repeats, delays and reordering
 * change nothing.
 *
 * @throws ProblemError `WEBHOOK_INVALID`, `NOT_FOUND` for a provider that is not configured.
 */
export async function receiveWebhook(
  service: ServiceContext,
  webhook: { provider: string; rawBody: Uint8Array; headers: Readonly<Record<string, string | undefined>> },
): Promise<void> {
  if (webhook.provider !== service.provider.name)
    throw new ProblemError('NOT_FOUND', 'No such payment provider is configured here.');
  const nowMs = service.clock.nowMs();
  const report = service.provider.verifyWebhook(webhook.rawBody, webhook.headers, nowMs);
  if (report === undefined)
    throw new ProblemError('WEBHOOK_INVALID', 'The signature, age or form of the webhook is wrong.');
  const payment = await applyReport(service.store, report, nowMs);
  // Nothing to repeat for the provider, so it is accepted; but somebody should look.
  if (payment === undefined)
    service.log.warn({ paymentId: report.paymentId }, 'webhook for an unknown payment');
  else service.changed();
}
