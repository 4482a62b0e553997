import { sweepPage } from '../../sim/index.ts';
import { choice, defineCommand, integer, text, writeText } from '../framework/index.ts';
import { readScenario, renderSweep, runSweep, SCENARIO_SUMMARY } from '../simulation/index.ts';

const VALUES = /^\d+(\.\d+)?(,\d+(\.\d+)?)*$/;

export default defineCommand({
  name: 'simulate sweep',
  description: `
    Runs a scenario once for each value of a setting and shows what it trades: k trades luck for first come,
    the target trades time to sell out for crowding, the slot trades requests for waiting.`,
  args: { scenario: text({ summary: SCENARIO_SUMMARY, required: true }) },
  options: {
    vary: choice({ summary: 'the setting to vary', choices: ['k', 'target', 'slot'], default: 'k' }),
    values: text({
      summary: 'values to try, slots in seconds',
      placeholder: 'LIST',
      defaultText: 'five or six around the usual ones',
      pattern: VALUES,
      expected: 'numbers with commas between, such as 1,2,4',
    }),
    tokens: integer({
      summary: 'places in the queue, attackers’ accounts included',
      min: 1,
      max: 1_000_000_000,
    }),
    seed: integer({ summary: 'what everything is drawn from', min: 0, max: 0xffff_ffff }),
    threads: integer({ summary: 'threads that draw', min: 1, max: 64, defaultText: 'one per core' }),
    html: text({ summary: 'write the trade-off as one HTML page', placeholder: 'OUT' }),
  },
  examples: [
    {
      line: 'tix simulate sweep stadium-10m --tokens 500000',
      does: 'Where to set the dial between luck and first come',
    },
    {
      line: 'tix simulate sweep sale.json --vary target --values 500,1000,2000 --html target.html',
      does: 'How many shoppers to let in at once',
    },
  ],
  async run({ scenario, vary, values, tokens, seed, threads, html }, ctx) {
    const source = await readScenario(ctx, { scenario, replay: undefined, tokens, overrides: { seed } });
    const sweep = await runSweep(ctx, source, {
      setting: vary,
      values: values?.split(',').map(Number),
      threads,
    });
    if (html !== undefined) await writeText(ctx, html, sweepPage(sweep));
    return { ...sweep, html: html ?? null };
  },
  render: (sweep, view) =>
    [renderSweep(sweep, view), ...(sweep.html === null ? [] : [`page: ${sweep.html}`])].join('\n\n'),
});
