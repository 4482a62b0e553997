import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openLmdbOutbox } from '../../service/adapters/outbox-lmdb/index.ts';
import { StoreUnavailableError } from '../../service/ports/index.ts';
import { defineCommand, plural, text } from '../framework/index.ts';
import { stateFolder } from '../serving/index.ts';

export default defineCommand({
  name: 'events retry',
  description:
    'Puts deliveries that were given up back to be tried by the running `tix serve`, or by the next one. Receivers know an event they have\nseen by its id, so trying too often does no harm.',
  args: {},
  options: {
    webhook: text({ summary: 'only those to this address', placeholder: 'URL', defaultText: 'all' }),
    id: text({ summary: 'only the event of this id', placeholder: 'ID', defaultText: 'all' }),
    state: text({
      summary: 'folder in which `tix serve` keeps its state',
      placeholder: 'DIR',
      default: '.tix',
    }),
  },
  examples: [
    { line: 'tix events retry', does: 'Try everything again that was given up' },
    { line: 'tix events retry --webhook https://mail.example/tix', does: 'Once that receiver is mended' },
  ],
  async run({ webhook, id, state }, ctx) {
    const { outboundDir } = stateFolder(resolve(ctx.cwd, state));
    if (!existsSync(outboundDir))
      throw new StoreUnavailableError(
        `There are no outbound events in ${outboundDir}: \`tix serve\` keeps them in its state folder.`,
      );
    const outbox = openLmdbOutbox({ dir: outboundDir });
    try {
      const letters = (await outbox.dead()).filter(
        ({ endpoint, event }) =>
          (webhook === undefined || endpoint === webhook) && (id === undefined || event.id === id),
      );
      const revived = await outbox.revive(letters, ctx.clock.nowMs());
      return { revived, dead: (await outbox.counts()).dead };
    } finally {
      await outbox.close();
    }
  },
  render: ({ revived, dead }) =>
    `${plural(revived, 'delivery', 'deliveries')} will be tried again, ${dead} ${dead === 1 ? 'remains' : 'remain'} given up`,
});
