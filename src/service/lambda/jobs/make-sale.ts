import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { Hashing } from '../../../core/crypto/index.ts';
import { UserError } from '../../../core/errors/index.ts';
import type { Clock, KeyValueStore, Random, ReservationStore } from '../../ports/index.ts';
import { createSale, openSale } from '../../sale/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

const request = z.strictObject({
  eventId: z.string().min(1),
  /** Seconds; how fast people are let in until the tuner, or an operator, says otherwise. */
  tau: z.number().min(1).max(1e9),
  /** Whether the doors open by themselves at the opening, or wait for an operator. */
  doors: z.enum(['open', 'shut']).default('shut'),
  powBits: z.int().min(0).max(30).default(16),
  tokenLifeSeconds: z.int().min(60).max(86_400).default(7_200),
});

/** Share of requests that reach the stateful twins: one in a hundred, and one in twenty of those that are wrong. */
const SAMPLING = { arrivals: 0.01, requests: 0.01, suspects: 0.05 };

export interface MakeSaleOptions {
  readonly store: ReservationStore;
  readonly kvs: KeyValueStore;
  readonly hashing: Hashing;
  readonly clock: Clock;
  readonly random: Random;
  signInKey(): Promise<Uint8Array>;
  readonly telemetry: Telemetry;
}

/** What an operator reads: no key is ever among it. */
export interface SaleMadeAnswer {
  readonly eventId: string;
  readonly created: boolean;
  readonly commitment: string | null;
}

/**
 * Draws the keys of a seeded event and publishes its sale record, inside AWS, so that no operator's machine ever has a key. Making a sale
 * again changes nothing.
 *
 * @throws UserError `REQUEST_INVALID` with every problem, `EVENT_UNKNOWN`, `RULES_FROZEN`.
 */
export function createMakeSaleJob(options: MakeSaleOptions) {
  const { store, kvs, hashing, clock, random, telemetry } = options;
  return async (event: unknown, context: Context): Promise<SaleMadeAnswer> => {
    telemetry.begin(context, context.awsRequestId);
    const parsed = request.safeParse(event);
    if (!parsed.success)
      throw new UserError(
        'REQUEST_INVALID',
        `this is not how a sale is asked for: ${z.prettifyError(parsed.error)}`,
        parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
      );
    const { eventId, doors, ...terms } = parsed.data;
    const stored = await store.getEvent(eventId);
    if (stored === undefined)
      throw new UserError('EVENT_UNKNOWN', `there is no event ${eventId} in the tables; seed it first`);
    const make = doors === 'open' ? openSale : createSale;
    const now = Math.floor(clock.nowMs() / 1000);
    const signInKey = await options.signInKey();
    const sale = { ...terms, now, event: stored, sampling: SAMPLING, signInKey };
    const { created, commitment } = await make(kvs, hashing, random, sale);
    telemetry.log.info({ eventId, created }, 'a sale was asked for');
    return { eventId, created, commitment };
  };
}
