import { resolve } from 'node:path';
import { cacheOption } from '../cache-url.ts';
import { renderDemo, runDemo, watchDemo } from '../demo/index.ts';
import { defineCommand, duration, integer, text } from '../framework/index.ts';
import { createDynamoTables } from '../seeding/index.ts';
import { openStore, storeUrl, tablesOf } from '../store-url.ts';
import { readVenue, VENUE_SUMMARY } from '../venue-source.ts';

export default defineCommand({
  name: 'demo',
  description:
    'Runs a whole sale on this machine and audits it: seats a stadium, opens a sale with short windows, and sends a crowd through HTTP, with\npeople who give up, cards that fail, webhooks that come twice, late or never, and greedy scripts. Exit code 0 only if every seat and\npayment is accounted for.',
  args: {},
  options: {
    buyers: integer({ summary: 'virtual buyers', min: 1, max: 200_000, default: 20_000 }),
    venue: text({ summary: VENUE_SUMMARY, placeholder: 'FILE', default: 'stadium-100k' }),
    open: duration({
      summary: 'how long people are let in',
      default: 42_000,
      defaultText: '42s',
      min: '5s',
      max: '10m',
    }),
    seed: integer({ summary: 'what the crowd is drawn from', min: 0, max: 2 ** 31 - 1, default: 1 }),
    store: text({
      summary: 'where the sale is stored; DynamoDB tables are created when they are not there',
      defaultText: 'a store of its own',
      ...storeUrl,
    }),
    cache: cacheOption,
    keep: text({ summary: 'leave the sale in this folder for inspection', placeholder: 'DIR' }),
  },
  examples: [
    { line: 'tix demo', does: '20,000 buyers in a stadium of 100,000 seats, in about a minute' },
    {
      line: 'tix demo --buyers 2000 --venue arena-20k --keep /tmp/sale',
      does: 'A quick look, kept for `tix audit`',
    },
    {
      line: 'tix demo --buyers 100 --venue hall-small --open 10s --store dynamodb:',
      does: 'A small sale in DynamoDB, or in a local server that stands for it',
    },
  ],
  async run(input, ctx) {
    const venue = await readVenue(ctx, input.venue);
    const tables = input.store === undefined ? undefined : tablesOf(input.store);
    if (tables !== undefined) await createDynamoTables(ctx, tables.prefix);
    const view = watchDemo(ctx);
    try {
      return await runDemo({
        venue,
        buyers: input.buyers,
        openMs: input.open,
        seed: input.seed,
        store: input.store,
        openStore: (url, options) => openStore(ctx, url, options),
        cache: input.cache,
        keep: input.keep === undefined ? undefined : resolve(ctx.cwd, input.keep),
        packageRoot: ctx.packageRoot,
        clock: ctx.clock,
        signal: ctx.signal,
        watch: view.watch,
      });
    } finally {
      view.stop();
    }
  },
  failed: (report) => !report.ok,
  render: renderDemo,
});
