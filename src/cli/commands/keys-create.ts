import { resolve } from 'node:path';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import { createKeys, listKeys, readRecords } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { defineCommand } from '../framework/index.ts';
import { keyTable } from '../keys/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';

export default defineCommand({
  name: 'keys create',
  description: `
    Draws the keys of a sale: those of the lottery, once and for good, and the first that signs tokens.
    Refuses when there are keys: others would draw everybody’s luck anew. No key is ever shown.`,
  args: { event: eventArgument },
  options: { state: stateOption, kvs: kvsOption },
  examples: [
    { line: 'tix keys create cup-final', does: 'Before `tix sale create`, which commits to them' },
    {
      line: 'tix keys create cup-final --state /etc/tix --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c',
      does: 'For the edge of a real sale',
    },
  ],
  run: ({ event: eventId, state, kvs: url }, ctx) =>
    withKvs(
      ctx,
      { kvs: url, state },
      async (kvs) => {
        const now = Math.floor(ctx.clock.nowMs() / 1000);
        const { secretsFile } = stateFolder(resolve(ctx.cwd, state));
        const { signIn } = await loadOrCreateSecrets(secretsFile, systemRandom);
        await createKeys(kvs, nodeHashing, systemRandom, { eventId, signInKey: signIn, now });
        return { eventId, now, keys: listKeys(nodeHashing, await readRecords(kvs, eventId), eventId, now) };
      },
      { making: true },
    ),
  render: ({ eventId, now, keys }, { paint }) =>
    `${paint.green('drew')} the keys of ${eventId}\n\n${keyTable(keys, now)}`,
});
