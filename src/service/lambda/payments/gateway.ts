import { z } from 'zod';
import {
  type AttemptReport,
  type AttemptStatus,
  type PaymentProvider,
  PaymentProviderUnavailableError,
} from '../../ports/index.ts';
import { SIGNATURE_HEADER, webhookIsGenuine } from '../../webhooks/index.ts';

/** Name under which the gateway's webhooks come: `/v1/webhooks/payments/gateway`. */
const GATEWAY = 'gateway';
const ANSWER_MS_MAX = 4_000;

const providerRef = z.string().min(1).max(200);
const status = z.enum(['pending', 'approved', 'declined', 'voided', 'refunded']);
const report = z.object({
  providerRef,
  paymentId: z.string().min(1).max(64),
  status,
  amountMinor: z.int().nonnegative(),
});
const attemptAnswer = z.object({ providerRef, redirectUrl: z.url() });
const attemptsAnswer = z.object({ attempts: z.array(report) });
const statusAnswer = z.object({ status });

/** The secret of a gateway, as JSON: what we show it, and what it signs its webhooks with. */
export const gatewaySecret = z.strictObject({ apiKey: z.string().min(16), webhookKey: z.string().min(32) });

export interface GatewayOptions {
  /** Address of the gateway, without a slash at the end. */
  readonly url: string;
  readonly secret: z.infer<typeof gatewaySecret>;
  readonly fetch: typeof fetch;
}

/**
 * A payment provider behind a gateway of the organiser's own, which speaks to whichever provider takes their money. The protocol is the port
 * over HTTP; docs/deploy.md describes it for those who write a gateway.
 */
export function openGateway({ url, secret, fetch: send }: GatewayOptions): PaymentProvider {
  const webhookKey = new TextEncoder().encode(secret.webhookKey);

  async function ask<S extends z.ZodType>(method: string, path: string, answer: S, body?: object) {
    try {
      const response = await send(url + path, {
        method,
        headers: { authorization: `Bearer ${secret.apiKey}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return answer.parse(await response.json()) as z.infer<S>;
    } catch (error) {
      const reason = error instanceof z.ZodError ? 'its answer is not of the protocol' : String(error);
      throw new PaymentProviderUnavailableError(`the payment gateway: ${reason}`, { cause: error });
    }
  }

  const attempt = (ref: string, action: string) => `/attempts/${encodeURIComponent(ref)}/${action}`;

  return {
    name: GATEWAY,
    createAttempt: (request) => ask('POST', '/attempts', attemptAnswer, request),
    async attempts(paymentId): Promise<AttemptReport[]> {
      const path = `/attempts?paymentId=${encodeURIComponent(paymentId)}`;
      return (await ask('GET', path, attemptsAnswer)).attempts;
    },
    async void(ref): Promise<AttemptStatus> {
      return (await ask('POST', attempt(ref, 'void'), statusAnswer)).status;
    },
    async refund(ref) {
      const answer = await ask('POST', attempt(ref, 'refund'), statusAnswer);
      return answer.status === 'refunded' ? 'refunded' : 'pending';
    },
    verifyWebhook(rawBody, headers, nowMs) {
      if (!webhookIsGenuine(webhookKey, rawBody, headers[SIGNATURE_HEADER], nowMs)) return undefined;
      try {
        return report.parse(JSON.parse(Buffer.from(rawBody).toString('utf8')));
      } catch {
        return undefined;
      }
    },
  };
}
