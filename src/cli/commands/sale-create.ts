import { resolve } from 'node:path';
import { canonicalRules, rulesHash } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import type { KeyValueStore } from '../../service/ports/index.ts';
import { createSale, readRecords, rulesOf } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import {
  type Context,
  decimal,
  defineCommand,
  duration,
  formatMoment,
  integer,
  pairs,
} from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';
import { openStore, storeOption } from '../store-url.ts';

export default defineCommand({
  name: 'sale create',
  description: `
    Commits to the rules of an event and publishes them to the edge, with the doors shut; keys are drawn
    unless \`tix keys create\` did. The rules (luck dial, curve, slot, opening) can never be changed after
    that. Running it again changes nothing.`,
  args: { event: eventArgument },
  options: {
    tau: decimal({ summary: 'τ in seconds to open with', min: 1, max: 1e9, default: 600 }),
    powBits: integer({ summary: 'bits of proof of work', min: 0, max: 24, default: 16 }),
    tokenLife: duration({
      summary: 'how long a place lives after its next try',
      default: 1_800_000,
      defaultText: '30m',
      min: '1m',
      max: '168h',
    }),
    sample: decimal({
      summary: 'share of arrivals that is counted, for the tuner',
      min: 0,
      max: 1,
      default: 0.01,
    }),
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
    yes: yesOption,
  },
  examples: [
    { line: 'tix sale create cup-final', does: 'Show the rules, ask, and commit to them' },
    {
      line: 'tix sale create cup-final --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c --yes --json',
      does: 'For the edge of a real sale, in a script',
    },
  ],
  async run(input, ctx) {
    const event = await eventOf(ctx, input.store, input.event);
    const { eventId } = event;
    const create = async (kvs: KeyValueStore) => {
      const { sale } = await readRecords(kvs, eventId);
      if (sale === undefined) await confirm(ctx, input.yes, whatIsFixed(event));
      const { secretsFile } = stateFolder(resolve(ctx.cwd, input.state));
      const { signIn } = await loadOrCreateSecrets(secretsFile, systemRandom);
      return createSale(kvs, nodeHashing, systemRandom, {
        event,
        tau: input.tau,
        powBits: input.powBits,
        tokenLifeSeconds: Math.ceil(input.tokenLife / 1000),
        sampling: { arrivals: input.sample, requests: 0.01, suspects: 0.05 },
        signInKey: signIn,
        now: Math.floor(ctx.clock.nowMs() / 1000),
      });
    };
    const made = await withKvs(ctx, input, create, { making: true });
    const canonical = canonicalRules(made.rules);
    return { eventId, ...made, canonical, rulesHash: rulesHash(nodeHashing, made.rules) };
  },
  render({ eventId, created, keysDrawn, canonical, commitment }, { paint }) {
    if (!created) return `${eventId} was on sale already, by the same rules; nothing was changed.`;
    return [
      `${paint.green('created')} the sale of ${eventId}${keysDrawn ? ', and drew its keys' : ''}. Its doors are shut.`,
      '',
      'Publish these before the sale; whoever has them can check the draw afterwards.',
      pairs([
        ['rules', canonical],
        ['commitment', commitment ?? 'none'],
      ]),
      '',
      `Next: tix doctor ${eventId}, and tix sale open ${eventId}`,
    ].join('\n');
  },
});

async function eventOf(ctx: Context, storeUrl: string, eventId: string): Promise<EventRecord> {
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

function whatIsFixed(event: EventRecord): string[] {
  const { opensAt, k, curve, slotSeconds, holdbacks } = rulesOf(event);
  return [
    `This commits to the rules of ${event.eventId} for good:`,
    `opens at ${formatMoment(opensAt)}, k = ${k} (${curve}), a try every ${slotSeconds} s, ${holdbacks} seats held back.`,
  ];
}
