import { UserError } from '../../core/errors/index.ts';
import { decimal, defineCommand, duration, formatMoment, integer } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';
import { comparedTable, expectationOptions, forecast, lookOptions } from '../tuning/index.ts';

export default defineCommand({
  name: 'sale what-if',
  description: `
    Plays a sale on from where it stands, with its tuner in the loop: waits, odds, when it sells out, and
    how many too many would be in, as things are and with another target; before the opening also with
    another luck dial or slot. Changes nothing.`,
  args: { event: eventArgument },
  options: {
    target: integer({ summary: 'shoppers to hold at once', min: 1, max: 1_000_000 }),
    k: decimal({ summary: 'luck dial, before the opening', min: 1, max: 32 }),
    slot: duration({ summary: 'how often a buyer may try, before the opening', min: '1s', max: '120s' }),
    ...expectationOptions,
    ...lookOptions,
    state: stateOption,
    kvs: kvsOption,
  },
  examples: [
    { line: 'tix sale what-if cup-final --target 1500', does: 'Look before changing the target' },
    { line: 'tix sale what-if cup-final --k 3 --slot 60s --json', does: 'Before the opening, for a program' },
  ],
  async run(input, ctx) {
    const { target, k } = input;
    const slotSeconds = input.slot === undefined ? undefined : input.slot / 1000;
    if (target === undefined && k === undefined && slotSeconds === undefined)
      throw new UserError('NOTHING_ASKED', 'say what if: --target, or before the opening --k or --slot');
    if (slotSeconds !== undefined && !Number.isInteger(slotSeconds))
      throw new UserError('BAD_SLOT', '--slot must be whole seconds');
    const now = Math.floor(ctx.clock.nowMs() / 1000);
    const compared = await withKvs(ctx, input, (kvs) =>
      forecast(ctx, kvs, input, { target, k, slotSeconds }),
    );
    return { eventId: input.event, now, ...compared };
  },
  render: (data, { paint }) =>
    [
      `${paint.bold(data.eventId)}, forecast at ${formatMoment(data.now)}; one run of chance, so take it as about.`,
      '',
      comparedTable(data, 'what if'),
    ].join('\n'),
});
