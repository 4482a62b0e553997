import { readRecords, saleStatus } from '../../service/sale/index.ts';
import { defineCommand } from '../framework/index.ts';
import { kvsOption, withKvs } from '../kvs-url.ts';
import { eventArgument, statusSentences } from '../sale/index.ts';

export default defineCommand({
  name: 'sale status',
  description:
    'Says how a sale stands by what the edge is told: doors, rules, commitment, τ, schedule. Changes nothing.',
  args: { event: eventArgument },
  options: { kvs: kvsOption },
  examples: [
    { line: 'tix sale status cup-final', does: 'In sentences' },
    { line: 'tix sale status cup-final --json | jq .doors.state', does: 'For a script' },
  ],
  run: ({ event, kvs: url }, ctx) =>
    withKvs(ctx, { kvs: url }, async (kvs) =>
      saleStatus(await readRecords(kvs, event), event, Math.floor(ctx.clock.nowMs() / 1000)),
    ),
  render: (status, { paint }) => statusSentences(status, paint),
});
