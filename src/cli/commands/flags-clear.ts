import { flagsAt, nameOf, referenceArgument } from '../flags/index.ts';
import { defineCommand } from '../framework/index.ts';
import { stateOption } from '../kvs-url.ts';
import { opsOption } from '../operations/index.ts';
import { eventArgument } from '../sale/index.ts';

export default defineCommand({
  name: 'flags clear',
  description:
    'Takes a buyer off the abuse ladder, when their appeal is right. What they do from then on counts as before; the audit log keeps who cleared it.',
  args: { event: eventArgument, reference: referenceArgument },
  options: { ops: opsOption, state: stateOption },
  examples: [
    {
      line: 'tix flags clear cup-final 1nFSyOd8BTR-',
      does: 'The buyer who quoted this reference goes on like everybody else',
    },
    { line: 'tix flags clear cup-final 1nFSyOd8BTR- --json', does: 'For a support tool' },
  ],
  run: (input, ctx) => flagsAt(ctx, input).clearFlag(input.reference, ctx.signal),
  render: ({ cleared }) => `cleared: ${cleared.reference} (${nameOf(cleared.signal)})`,
});
