import { readTunerStatus, setTarget } from '../../service/tuning/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import { defineCommand, formatCount, integer } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';
import { expectationOptions, forecastLines, lookOptions } from '../tuning/index.ts';

export default defineCommand({
  name: 'sale target',
  description: `
    Changes how many shoppers are held at once, after showing what that comes to. The tuner follows from
    its next turn on.`,
  args: {
    event: eventArgument,
    target: integer({ summary: 'shoppers at once', min: 1, max: 1_000_000, required: true }),
  },
  options: { ...expectationOptions, ...lookOptions, state: stateOption, kvs: kvsOption, yes: yesOption },
  examples: [
    { line: 'tix sale target cup-final 1500', does: 'Look at the forecast, and be asked' },
    { line: 'tix sale target cup-final 1500 --yes --json', does: 'For a script' },
  ],
  run: (input, ctx) =>
    withKvs(ctx, input, async (kvs) => {
      const { event: eventId, target } = input;
      const before = (await readTunerStatus(kvs, eventId))?.target ?? null;
      if (before !== target && !input.yes) {
        const lines = await forecastLines(ctx, kvs, input, { target });
        await confirm(ctx, false, [sentence({ eventId, before, after: target }), ...lines]);
      }
      return { eventId, ...(await setTarget(kvs, eventId, target)) };
    }),
  render: (changed) =>
    changed.before === changed.after
      ? `${changed.eventId} has this target already; nothing was changed.`
      : sentence(changed),
});

function sentence(changed: {
  readonly eventId: string;
  readonly before: number | null;
  readonly after: number;
}): string {
  const { eventId, before, after } = changed;
  const from = before === null ? '' : ` instead of ${formatCount(before)}`;
  return `${eventId} holds ${formatCount(after)} shoppers at once${from} from the tuner’s next turn on.`;
}
