import { nodeHashing } from '../../service/adapters/system/index.ts';
import { listKeys, readRecords } from '../../service/sale/index.ts';
import { defineCommand } from '../framework/index.ts';
import { keyTable } from '../keys/index.ts';
import { kvsOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';

export default defineCommand({
  name: 'keys list',
  description:
    'Lists the keys of a sale: what each is for, since when, and a fingerprint to tell it by. Never a key itself.',
  args: { event: eventArgument },
  options: { kvs: kvsOption },
  examples: [
    { line: 'tix keys list cup-final', does: 'Which key signs, and how long the one before is still needed' },
    { line: 'tix keys list cup-final --json', does: 'For a script' },
  ],
  run: ({ event: eventId, kvs: url }, ctx) =>
    withKvs(ctx, { kvs: url }, async (kvs) => {
      const now = Math.floor(ctx.clock.nowMs() / 1000);
      return { eventId, now, keys: listKeys(nodeHashing, await readRecords(kvs, eventId), eventId, now) };
    }),
  render: ({ now, keys }) => keyTable(keys, now),
});
