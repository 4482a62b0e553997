import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { HEADERS, signSignInPass } from '../../../core/admission/index.ts';
import type { Hashing } from '../../../core/crypto/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

export interface ProbeOptions {
  /** The site as buyers reach it, without a slash at the end. */
  readonly siteUrl: string;
  readonly fetch: typeof fetch;
  readonly hashing: Hashing;
  signInKey(): Promise<Uint8Array>;
  readonly clock: Clock;
  /** Milliseconds of a clock that never jumps. */
  monotonicMs(): number;
  readonly telemetry: Telemetry;
}

/** A name no buyer has: theirs are 43 characters long. */
const SUB = 'probe';
const PASS_SECONDS = 60;
const ANSWER_MS_MAX = 5_000;
/** A deployment has a few events; more are not looked at. */
const EVENTS_MAX = 3;

const eventList = z.object({ events: z.array(z.object({ eventId: z.string() })) });
const place = z.object({ token: z.string().min(1) });

/**
 * Walks in from outside, as a buyer would. The edge answers in its ordinary shape even when it cannot read its records, so that its own
 * failures show in no metric of the platform; and how long a cached read takes, only a reader knows.
 */
export function createProbeJob(options: ProbeOptions) {
  const { siteUrl, hashing, clock, telemetry } = options;
  const ask = (path: string, init: RequestInit = {}) =>
    options.fetch(siteUrl + path, { ...init, signal: AbortSignal.timeout(ANSWER_MS_MAX) });

  async function readTwice(path: string): Promise<void> {
    await (await ask(path)).arrayBuffer();
    const beganMs = options.monotonicMs();
    const response = await ask(path);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    telemetry.measure('CachedReadTime', options.monotonicMs() - beganMs);
  }

  async function takePlace(eventId: string): Promise<void> {
    const iat = Math.floor(clock.nowMs() / 1000);
    const claims = { sub: SUB, iat, exp: iat + PASS_SECONDS };
    const pass = signSignInPass(hashing, await options.signInKey(), claims);
    const path = `/v1/events/${eventId}/queue/token`;
    const response = await ask(path, { method: 'POST', headers: { [HEADERS.pass]: pass } });
    if (response.status !== 201) throw new Error(`POST ${path} answered ${response.status}`);
    if (!place.safeParse(await response.json()).success) throw new Error(`${eventId}: no place was given`);
  }

  async function attempt(name: 'Site' | 'CachedRead' | 'Queue', act: () => Promise<void>): Promise<void> {
    try {
      await act();
      telemetry.measure(`${name}Failures`, 0);
    } catch (error) {
      telemetry.log.error({ err: error }, 'a buyer would have failed');
      telemetry.measure(`${name}Failures`, 1);
    }
  }

  return async (_event: unknown, context: Context): Promise<void> => {
    telemetry.begin(context, context.awsRequestId);
    try {
      let events: readonly { readonly eventId: string }[] = [];
      await attempt('Site', async () => {
        events = eventList.parse(await (await ask('/v1/events')).json()).events.slice(0, EVENTS_MAX);
      });
      for (const { eventId } of events) {
        const id = encodeURIComponent(eventId);
        await attempt('CachedRead', () => readTwice(`/v1/events/${id}/availability`));
        await attempt('Queue', () => takePlace(id));
      }
    } finally {
      telemetry.end();
    }
  };
}
