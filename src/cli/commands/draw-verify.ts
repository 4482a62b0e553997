import { createVerifier } from '../../core/proof/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { beaconValue, provesBeacon, readBeacon, readSeen, reportText } from '../draw/index.ts';
import { defineCommand, readLines, readText, text } from '../framework/index.ts';

export default defineCommand({
  name: 'draw verify',
  description: `
    Checks a draw from what its operator published after the sale, without asking anybody: rules and
    commitment, the beacon, every admission against its number, the clock and the slots, the chain of
    evidence, and the seats sold. docs/draw.md says what each finding means, and what nobody can
    prove. Exit code 1 on any finding.`,
  args: { bundle: text({ summary: 'the bundle, or - for standard input', required: true }) },
  options: {
    token: text({
      summary: 'also tell whether the owner of this waiting token was treated by the rules; - reads it',
      placeholder: 'TOKEN',
    }),
    beacon: text(beaconValue),
    seen: text({
      summary: 'file of what was published before and during the sale, one answer of the API a line',
      placeholder: 'FILE',
    }),
  },
  examples: [
    { line: 'tix draw verify cup-final.tixdraw', does: 'Everything that can be checked offline' },
    {
      line: 'tix draw verify cup-final.tixdraw --token "$TOKEN" --seen kept.ndjson --json',
      does: 'With your own token and what you kept from before the sale, for a program',
    },
  ],
  async run({ bundle, token, beacon, seen }, ctx) {
    const verifier = createVerifier(nodeHashing, {
      provesBeacon,
      token: token === '-' && bundle !== '-' ? (await readText(ctx, '-')).trim() : token,
      beacon: beacon === undefined ? undefined : (await readBeacon(ctx, beacon)).value,
      seen: seen === undefined ? undefined : await readSeen(ctx, seen),
    });
    using progress = ctx.progress('lines checked');
    for await (const line of readLines(ctx, bundle)) {
      ctx.signal.throwIfAborted();
      verifier.line(line);
      progress.advance();
    }
    return verifier.finish();
  },
  render: (report, { paint }) => reportText(report, paint),
  failed: ({ ok }) => !ok,
});
