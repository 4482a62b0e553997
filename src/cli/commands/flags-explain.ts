import { flagsAt, flagTable, referenceArgument } from '../flags/index.ts';
import { defineCommand, formatDuration } from '../framework/index.ts';
import { stateOption } from '../kvs-url.ts';
import { opsOption } from '../operations/index.ts';
import { eventArgument } from '../sale/index.ts';

export default defineCommand({
  name: 'flags explain',
  description: 'Says why a buyer was flagged, by which rule, what they were told, and what follows from it.',
  args: { event: eventArgument, reference: referenceArgument },
  options: { ops: opsOption, state: stateOption },
  examples: [
    { line: 'tix flags explain cup-final 1nFSyOd8BTR-', does: 'What to answer the buyer who quotes it' },
    { line: 'tix flags explain cup-final 1nFSyOd8BTR- --json', does: 'For a support tool' },
  ],
  run: (input, ctx) => flagsAt(ctx, input).flag(input.reference, ctx.signal),
  render({ flag, guidance, rules }, { paint }) {
    const asked = flag.isHuman
      ? 'They have shown to be a person, and only work a little harder.'
      : 'They are let in once they have shown to be a person.';
    return [
      flagTable([flag]),
      '',
      `${paint.bold('told')}  ${guidance}`,
      `${paint.bold('effect')}  The place is kept. ${flag.level === 1 ? asked : 'They are not let in before the flag ends.'}`,
      ...rules.map(
        ({ threshold, seenMin, windowSeconds, forSeconds }) =>
          `${paint.bold('rule')}  ${threshold} or more within ${formatDuration(windowSeconds * 1000)}, ${seenMin} of them really seen; lasts ${formatDuration(forSeconds * 1000)}`,
      ),
    ].join('\n');
  },
});
