import { canonicalRules, rulesHash } from '../../core/admission/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import type { KeyValueStore } from '../../service/ports/index.ts';
import { createSale, readRecords, rulesOf } from '../../service/sale/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import { defineCommand, formatMoment, pairs } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument, eventInStore, newSaleOf, newSaleOptions } from '../sale/index.ts';
import { storeOption } from '../store-url.ts';

export default defineCommand({
  name: 'sale create',
  description: `
    Commits to the rules of an event and publishes them to the edge, with the doors shut; keys are drawn
    unless \`tix keys create\` did. The rules (luck dial, curve, slot, opening) can never be changed after
    that. Running it again changes nothing.`,
  args: { event: eventArgument },
  options: {
    ...newSaleOptions,
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
    yes: yesOption,
  },
  examples: [
    { line: 'tix sale create cup-final', does: 'Show the rules, ask, and commit to them' },
    { line: 'tix sale create cup-final --people 2000000', does: 'Two million are expected at the opening' },
    {
      line: 'tix sale create cup-final --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c --yes --json',
      does: 'For the edge of a real sale, in a script',
    },
  ],
  async run(input, ctx) {
    const event = await eventInStore(ctx, input.store, input.event);
    const { eventId } = event;
    const create = async (kvs: KeyValueStore) => {
      const { sale } = await readRecords(kvs, eventId);
      if (sale === undefined) await confirm(ctx, input.yes, whatIsFixed(event));
      return createSale(kvs, nodeHashing, systemRandom, await newSaleOf(ctx, event, input));
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

function whatIsFixed(event: EventRecord): string[] {
  const { opensAt, k, curve, slotSeconds, holdbacks } = rulesOf(event);
  return [
    `This commits to the rules of ${event.eventId} for good:`,
    `opens at ${formatMoment(opensAt)}, k = ${k} (${curve}), a try every ${slotSeconds} s, ${holdbacks} seats held back.`,
  ];
}
