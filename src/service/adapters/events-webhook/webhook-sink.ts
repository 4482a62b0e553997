import type { Clock, EventSink, OutboundEvent, PublishOutcome } from '../../ports/index.ts';
import { SIGNATURE_HEADER, signWebhook } from '../../webhooks/index.ts';

export interface WebhookSinkOptions {
  readonly url: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** How long the receiver may take to answer. */
  readonly timeoutMs?: number;
  /** Requests under way at once. */
  readonly atOnce?: number;
}

/**
 * Posts each event as a signed CloudEvent. Any 2xx answer means that the receiver has it; anything else, a redirect too, that it does not.
 */
export function createWebhookSink(options: WebhookSinkOptions): EventSink {
  const { url, key, clock, timeoutMs = 10_000, atOnce = 8 } = options;

  async function post(event: OutboundEvent): Promise<PublishOutcome> {
    const body = new TextEncoder().encode(JSON.stringify(event));
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          [SIGNATURE_HEADER]: signWebhook(key, body, clock.nowMs()),
        },
      });
      await response.body?.cancel();
      return response.ok
        ? { kind: 'published' }
        : { kind: 'failed', reason: `the receiver answered ${response.status}` };
    } catch (error) {
      return { kind: 'failed', reason: reasonOf(error) };
    }
  }

  return {
    async publish(events) {
      const outcomes: PublishOutcome[] = [];
      let next = 0;
      const worker = async () => {
        for (let i = next++; i < events.length; i = next++) {
          const event = events[i];
          if (event !== undefined) outcomes[i] = await post(event);
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, events.length) }, worker));
      return outcomes;
    },
  };
}

/** The platform's fetch says "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'the receiver did not answer in time';
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? `${cause.code}` : cause.message;
  return error.message;
}
