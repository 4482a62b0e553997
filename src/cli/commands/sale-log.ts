import { nodeHashing } from '../../service/adapters/system/index.ts';
import { saleLog } from '../../service/event-log/index.ts';
import { defineCommand, formatCount, pairs, text, writeText } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument } from '../sale/index.ts';
import { openJournal, openStore, storeOption } from '../store-url.ts';
import { itemsOf } from '../stored-items.ts';

export default defineCommand({
  name: 'sale log',
  description: `
    Writes what happened in a sale as an event log, one JSON object a line, for
    \`tix simulate --replay\`: who came, whose turn came, what every session did. It names nobody.
    Changes nothing; the sale may be running.`,
  args: { event: eventArgument },
  options: {
    out: text({ summary: 'file to write', placeholder: 'FILE', required: true }),
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
  },
  examples: [
    { line: 'tix sale log cup-final --out cup-final.ndjson', does: 'Write the log of a sale' },
    {
      line: 'tix sale log cup-final --out log.ndjson && tix simulate --replay log.ndjson --k 4',
      does: 'Ask what another rule would have made of it',
    },
  ],
  run: ({ event: eventId, out, store: url, kvs, state }, ctx) =>
    withKvs(ctx, { kvs, state }, async (records) => {
      const store = await openStore(ctx, url, { readOnly: true });
      const journal = await openJournal(ctx, url, { readOnly: true }).catch(async (error: unknown) => {
        await store.close();
        throw error;
      });
      try {
        using progress = ctx.progress('lines written');
        const lines: string[] = [];
        const counts = { people: 0, drawn: 0, sessions: 0, bought: 0 };
        const log = saleLog({
          ...{ store, journal, kvs: records, hashing: nodeHashing, eventId },
          nowMs: ctx.clock.nowMs(),
          items: () => itemsOf(store, eventId),
        });
        for await (const line of log) {
          ctx.signal.throwIfAborted();
          lines.push(`${JSON.stringify(line)}\n`);
          if (line.type === 'arrived') counts.people += 1;
          if (line.type === 'drawn') counts.drawn += 1;
          if (line.type === 'started') counts.sessions += 1;
          if (line.type === 'bought') counts.bought += 1;
          progress.advance();
        }
        await writeText(ctx, out, lines.join(''));
        return { eventId, file: out, lines: lines.length, ...counts };
      } finally {
        await Promise.all([store.close(), journal.close()]);
      }
    }),
  render: ({ file, lines, people, drawn, sessions, bought }) =>
    [
      `wrote ${formatCount(lines)} lines to ${file}`,
      '',
      pairs([
        ['people sampled', formatCount(people)],
        ['whose turn came', formatCount(drawn)],
        ['sessions', formatCount(sessions)],
        ['that bought', formatCount(bought)],
      ]),
    ].join('\n'),
});
