import {
  type ComparableReport,
  type Comparison,
  claimsToBeReport,
  compareReports,
  comparisonPage,
  courseOf,
  DESIGNS,
  otherControllers,
  readReport,
  reportOn,
  reportPage,
  type Scenario,
  type SimulationReport,
} from '../../sim/index.ts';
import {
  type Context,
  choice,
  decimal,
  defineCommand,
  duration,
  flag,
  integer,
  text,
  writeText,
} from '../framework/index.ts';
import { abuseRulesOption, readAbuseRules } from '../signals-url.ts';
import {
  peakRssBytes,
  readJson,
  readScenario,
  renderComparison,
  renderSummary,
  runSale,
  SCENARIO_SUMMARY,
  scenarioFrom,
} from '../simulation/index.ts';

/** What a run answers: its report, and how it compares when that was asked for. */
type RunAnswer = SimulationReport & {
  readonly checked: boolean;
  readonly html: string | null;
  readonly comparison: Comparison | null;
};

export default defineCommand({
  name: 'simulate',
  description: `
    Runs a whole sale in seconds, with the admission rules and the tuner that run the real one, and answers:
    is it fair, how long do people wait, what do cheats gain. With --check it is a gate: exit code 1 when
    what the scenario's failIf forbids is found.`,
  args: { scenario: text({ summary: `${SCENARIO_SUMMARY}; with --compare also a result` }) },
  options: {
    tokens: integer({
      summary: 'places in the queue, attackers’ accounts included',
      min: 1,
      max: 1_000_000_000,
    }),
    seed: integer({ summary: 'what everything is drawn from', min: 0, max: 0xffff_ffff }),
    k: decimal({ summary: 'from luck (1) to first come, first served (32)', min: 1, max: 32 }),
    target: integer({ summary: 'shoppers to hold at once', min: 1, max: 10_000_000 }),
    slot: duration({ summary: 'how often a buyer may try to get in', min: '1s', max: '2m' }),
    seats: integer({ summary: 'seats, in place of a venue', min: 1, max: 10_000_000 }),
    tau: text({
      summary: 'tuned, pi (the fallback), or a fixed number of seconds',
      placeholder: 'TAU',
      pattern: /^(tuned|pi|\d+(\.\d+)?)$/,
      expected: 'tuned, pi or a number of seconds',
    }),
    sampling: decimal({ summary: 'share of arrivals the tuner gets to see', min: 0.000001, max: 1 }),
    threads: integer({
      summary: 'threads that draw; results do not depend on it',
      min: 1,
      max: 64,
      defaultText: 'one per core',
    }),
    design: choice({
      summary: 'a broken design, to see the checks catch it',
      choices: DESIGNS,
      placeholder: 'DESIGN',
      default: 'tix',
    }),
    replay: text({
      summary: 'event log of a recorded sale to take people and times from',
      placeholder: 'LOG',
    }),
    abuseRules: abuseRulesOption,
    check: flag({ summary: 'exit code 1 when a check fails' }),
    compare: text({ summary: 'show this result (of --json) beside', placeholder: 'FILE' }),
    html: text({
      summary: 'write the report as one HTML page; also runs other ways to set τ',
      placeholder: 'OUT',
    }),
  },
  examples: [
    {
      line: 'tix simulate stadium-10m --html report.html',
      does: 'Ten million people, 100,000 seats, and a page to show around',
    },
    { line: 'tix simulate sale.json --tokens 200000 --check --json > result.json', does: 'A gate for CI' },
    { line: 'tix simulate --compare before.json after.json', does: 'What a change did' },
    {
      line: 'tix simulate --compare before.json after.json --html change.html',
      does: 'Both sales in the same plots, and every measure with its change',
    },
  ],
  async run(input, ctx): Promise<RunAnswer | Comparison> {
    const before =
      input.compare === undefined ? null : readReport(await readJson(ctx, input.compare), input.compare);
    if (before !== null && input.scenario !== undefined) {
      const after = await resultIn(ctx, input.scenario);
      if (after !== undefined) return sideBySide(ctx, before, readReport(after, input.scenario), input.html);
    }
    const source = await readScenario(ctx, {
      scenario: input.scenario,
      replay: input.replay,
      tokens: input.tokens,
      overrides: {
        seed: input.seed,
        k: input.k,
        target: input.target,
        slotSeconds: input.slot === undefined ? undefined : input.slot / 1000,
        seats: input.seats,
        samplingRate: input.sampling,
        tau: tauOf(input.tau),
      },
    });
    const report = await simulated(ctx, scenarioFrom(source), input);
    if (input.html !== undefined) await writeText(ctx, input.html, reportPage(report));
    return {
      ...report,
      checked: input.check,
      html: input.html ?? null,
      comparison: before === null ? null : compareReports(before, report),
    };
  },
  failed: (answer) => 'gate' in answer && answer.checked && !answer.gate.ok,
  render(answer, view) {
    if (!('gate' in answer)) return renderComparison(answer, view);
    return [
      renderSummary(answer, view),
      ...(answer.comparison === null ? [] : [renderComparison(answer.comparison, view)]),
      ...(answer.html === null ? [] : [`report: ${answer.html}`]),
    ].join('\n\n');
  },
});

interface RunInput {
  readonly threads: number | undefined;
  readonly design: (typeof DESIGNS)[number];
  readonly html: string | undefined;
  readonly abuseRules: string | undefined;
}

/** The page also shows what other controllers would have made of the sale, so those are run for it. */
async function simulated(ctx: Context, scenario: Scenario, input: RunInput): Promise<SimulationReport> {
  const { threads, design } = input;
  const rules = await readAbuseRules(ctx, input.abuseRules);
  const { result, elapsedMs } = await runSale(ctx, scenario, { threads, design, label: 'tokens' });
  const peak = peakRssBytes();
  const courses = [];
  for (const other of input.html === undefined ? [] : otherControllers(result)) {
    const run = await runSale(ctx, other.scenario, { threads, design, label: other.name });
    courses.push(courseOf(other.name, run.result));
  }
  return reportOn(result, { elapsedMs, peakRssBytes: peak }, courses, rules);
}

function tauOf(typed: string | undefined): Scenario['sale']['tau'] | undefined {
  return typed === undefined || typed === 'tuned' || typed === 'pi' ? typed : Number(typed);
}

async function sideBySide(
  ctx: Context,
  before: ComparableReport,
  after: ComparableReport,
  html: string | undefined,
): Promise<Comparison> {
  if (html !== undefined) await writeText(ctx, html, comparisonPage(before, after));
  return compareReports(before, after);
}

/** The result in a file, or undefined when the file is a scenario to run, or the name of a shipped one. */
async function resultIn(ctx: Context, path: string): Promise<unknown> {
  if (!path.endsWith('.json')) return undefined;
  const json = await readJson(ctx, path);
  return claimsToBeReport(json) ? json : undefined;
}
