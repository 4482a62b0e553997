import { flagsAt, flagTable } from '../flags/index.ts';
import { defineCommand, plural } from '../framework/index.ts';
import { stateOption } from '../kvs-url.ts';
import { opsOption } from '../operations/index.ts';
import { eventArgument } from '../sale/index.ts';

export default defineCommand({
  name: 'flags list',
  description:
    'Lists the buyers whose requests looked like a script’s, the gravest first: what was seen, since when and until when. Flags end by themselves.',
  args: { event: eventArgument },
  options: { ops: opsOption, state: stateOption },
  examples: [
    { line: 'tix flags list cup-final', does: 'Who stands on the abuse ladder of the sale on this machine' },
    { line: 'tix flags list cup-final --json', does: 'For a script' },
  ],
  run: (input, ctx) => flagsAt(ctx, input).flags(ctx.signal),
  render({ total, flags }) {
    if (total === 0) return 'nobody is flagged';
    const more = total > flags.length ? `\n… and ${plural(total - flags.length, 'flag')} more` : '';
    return `${flagTable(flags)}${more}`;
  },
});
