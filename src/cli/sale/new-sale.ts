import { resolve } from 'node:path';
import { UserError } from '../../core/errors/index.ts';
import { openingTau } from '../../core/plan/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { systemRandom } from '../../service/adapters/system/index.ts';
import type { NewSale } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { type Context, decimal, duration, integer } from '../framework/index.ts';
import { stateFolder } from '../serving/index.ts';
import { openStore } from '../store-url.ts';

/** How a sale starts that is made now; none of it is a rule of the draw. */
export const newSaleOptions = {
  tau: decimal({
    summary: 'τ in seconds to open with',
    min: 1,
    max: 1e9,
    defaultText: '600, or from --people',
  }),
  people: integer({
    summary: 'people expected to be there when the doors open, for τ',
    min: 1,
    max: 1_000_000_000,
  }),
  powBits: integer({ summary: 'bits of proof of work', min: 0, max: 24, default: 16 }),
  tokenLife: duration({
    summary: 'how long a place lives after its next try',
    default: 1_800_000,
    defaultText: '30m',
    min: '1m',
    max: '168h',
  }),
  sample: decimal({
    summary: 'share of arrivals that is counted, for the tuner and as evidence',
    min: 0,
    max: 1,
    default: 0.01,
  }),
};

/** @throws UserError `USAGE` when τ is both given and to be found. */
export async function newSaleOf(
  ctx: Context,
  event: EventRecord,
  input: {
    readonly tau: number | undefined;
    readonly people: number | undefined;
    readonly powBits: number;
    readonly tokenLife: number;
    readonly sample: number;
    readonly state: string;
  },
): Promise<NewSale> {
  if (input.tau !== undefined && input.people !== undefined)
    throw new UserError('USAGE', '--people finds τ, and --tau says it: give one of them');
  const { secretsFile } = stateFolder(resolve(ctx.cwd, input.state));
  const { signIn } = await loadOrCreateSecrets(secretsFile, systemRandom);
  return {
    event,
    tau: input.tau ?? tauFor(event, input.people),
    powBits: input.powBits,
    tokenLifeSeconds: Math.ceil(input.tokenLife / 1000),
    sampling: { arrivals: input.sample, requests: 0.01, suspects: 0.05 },
    signInKey: signIn,
    now: Math.floor(ctx.clock.nowMs() / 1000),
  };
}

/** τ to open with when nobody says how many will be there. */
const TAU_DEFAULT = 600;

/** Fills the shop within about a minute if so many are there; the tuner has the rest. */
function tauFor({ k, curve, softCap }: EventRecord, people: number | undefined): number {
  return people === undefined ? TAU_DEFAULT : openingTau({ k, curve, waiting: people, wanted: softCap });
}

/** @throws UserError `EVENT_UNKNOWN` */
export async function eventInStore(ctx: Context, storeUrl: string, eventId: string): Promise<EventRecord> {
  const store = await openStore(ctx, storeUrl, { readOnly: true });
  try {
    const event = await store.getEvent(eventId);
    if (event !== undefined) return event;
    throw new UserError(
      'EVENT_UNKNOWN',
      `${storeUrl} holds no event ${JSON.stringify(eventId)}; put it there with \`tix seed\``,
    );
  } finally {
    await store.close();
  }
}
