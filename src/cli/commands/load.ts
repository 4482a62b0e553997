import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../core/errors/index.ts';
import { systemRandom } from '../../service/adapters/system/index.ts';
import {
  type Context,
  choice,
  decimal,
  defineCommand,
  duration,
  integer,
  list,
  readText,
  text,
  writeText,
} from '../framework/index.ts';
import {
  arrivalsIn,
  type CheckedLoad,
  checkThresholds,
  durationOf,
  isLoopback,
  loadFailed,
  loadPage,
  peakOf,
  planLoad,
  RATE_MAX,
  REMOTE_RATE_MAX,
  readConsentOf,
  readTarget,
  readThresholds,
  renderLoad,
  requireConsent,
  runLoad,
  SCENARIOS,
  STAGES_FORM,
  targetUrl,
  watchLoad,
} from '../load/index.ts';

const FINISH_MS = { admission: 30_000, seatmap: 10_000, locks: 10_000, journey: 60_000 } as const;

export default defineCommand({
  name: 'load',
  description: `
    Sends load to a running sale and measures what people would feel. Arrivals come on a schedule
    that does not slow down when the target does, and latencies run from the moment a request was
    due. admission: people who queue and leave when they are in. seatmap: people who look at maps.
    locks: shoppers who hold seats and give them back. journey: whole buyers, to the payment. Only
    against this machine, unless the target has agreed to this very run. ^C ends the arrivals and
    prints what was measured so far.`,
  args: { scenario: choice({ summary: 'what the load consists of', choices: SCENARIOS, required: true }) },
  options: {
    target: text({ summary: 'the site', placeholder: 'URL', default: 'http://127.0.0.1:8080' }),
    event: text({ summary: 'which event', placeholder: 'ID', defaultText: 'the only one' }),
    rate: decimal({ summary: 'arrivals per second', min: 0.01, max: RATE_MAX, defaultText: 'by scenario' }),
    duration: duration({ summary: 'how long people arrive', min: '1s', max: '6h', defaultText: '30s' }),
    buyers: integer({
      summary: 'how many arrive; in locks: how many hold and release',
      min: 1,
      max: 1_000_000,
    }),
    stages: text({ summary: `instead of one rate: ${STAGES_FORM}`, placeholder: 'STAGES' }),
    workers: integer({
      summary: 'threads that send',
      min: 1,
      max: 64,
      defaultText: 'half of the processors',
    }),
    connections: integer({ summary: 'connections in all', min: 1, max: 20_000, default: 256 }),
    timeout: duration({
      summary: 'an answer that takes longer is an error',
      default: 10_000,
      defaultText: '10s',
      min: '100ms',
    }),
    finish: duration({
      summary: 'how long after the last arrival visits may go on',
      defaultText: 'by scenario',
      max: '1h',
    }),
    seats: integer({ summary: 'locks: seats in each hold', min: 1, max: 45, default: 2 }),
    contention: decimal({
      summary: 'locks: from 0, spread over the house, to 1, everybody wants the first row',
      min: 0,
      max: 1,
      default: 0,
    }),
    think: duration({
      summary: 'journey: how long a buyer takes to choose, on average',
      default: 1_050,
      defaultText: '1s',
    }),
    dwell: duration({
      summary: 'locks: how long seats are kept, at least',
      default: 2_000,
      defaultText: '2s',
    }),
    prepare: duration({
      summary: 'locks: how long shoppers may take to get in',
      default: 60_000,
      defaultText: '1m',
    }),
    passes: text({
      summary: 'sign-in passes, one a line, instead of the rehearsal sign-in',
      placeholder: 'FILE',
    }),
    seed: integer({ summary: 'what chances are drawn from', min: 0, max: 2 ** 31 - 1, default: 1 }),
    history: text({ summary: 'record every operation in this file, for tix audit', placeholder: 'FILE' }),
    html: text({ summary: 'write a page with pictures', placeholder: 'FILE' }),
    failIf: list(
      text({ summary: 'exit code 1 if this is so, such as "locks.p99 > 2s"', placeholder: 'COND' }),
    ),
    giveUp: decimal({ summary: 'stop when this share of requests fails', min: 0, max: 1, default: 0.5 }),
    run: text({
      summary: 'name of this run, for a target that agrees to it',
      placeholder: 'ID',
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$/,
      expected: '4 to 64 letters, digits, dots, dashes or underscores',
      defaultText: 'a new one',
    }),
    allowRate: decimal({
      summary: `more than ${REMOTE_RATE_MAX} arrivals a second on another machine`,
      placeholder: 'N',
      min: 0,
    }),
  },
  examples: [
    {
      line: 'tix load journey --buyers 20000 --duration 2m --history journey.ndjson',
      does: 'Whole buyers against this machine, every step recorded',
    },
    {
      line: "tix load locks --rate 1000 --contention 0.5 --fail-if 'hold.p99 > 100ms'",
      does: 'Holds and releases, as a check',
    },
    {
      line: 'tix load admission --stages ramp:20s:200,hold:30s,spike:5s:1000,hold:20s',
      does: 'A queue that fills, with a rush in it',
    },
  ],
  async run(input, ctx): Promise<CheckedLoad> {
    const { scenario } = input;
    const url = targetUrl(input.target);
    const conditions = readThresholds(
      input.failIf.flatMap((each) => each ?? []),
      scenario,
    );
    const { stages, shoppers } = planLoad(scenario, {
      stages: input.stages,
      rate: input.rate,
      durationMs: input.duration,
      buyers: input.buyers,
    });
    const finishMs = input.finish ?? FINISH_MS[scenario];
    const run = input.run ?? `load-${systemRandom.uuidV7(ctx.clock.nowMs()).slice(-12)}`;
    const nowMs = ctx.clock.nowMs();
    capRate(url, peakOf(stages), input.allowRate);
    await requireConsent(
      url,
      { id: run, isNamed: input.run !== undefined, endsAtMs: nowMs + durationOf(stages) + finishMs },
      nowMs,
      () => readConsentOf(url),
    );
    const needed = scenario === 'seatmap' ? 0 : scenario === 'locks' ? shoppers : arrivalsIn(stages);
    const passes = await readPasses(ctx, input.passes, needed);
    const target = await readTarget(url, input.event);
    const workers = input.workers ?? Math.max(1, Math.floor(availableParallelism() / 2));
    const view = watchLoad(ctx);
    try {
      const report = await runLoad({
        scenario,
        run,
        url,
        target,
        stages,
        workers: Math.min(workers, scenario === 'locks' ? shoppers : workers),
        connections: input.connections,
        timeoutMs: input.timeout,
        finishMs,
        seed: input.seed,
        thinkMs: input.think,
        passes,
        locks: {
          shoppers,
          seatsPerHold: input.seats,
          contention: input.contention,
          dwellMs: input.dwell,
          prepareMs: input.prepare,
        },
        history: input.history === undefined ? undefined : resolve(ctx.cwd, input.history),
        errorRateMax: input.giveUp,
        workerFile: pathToFileURL(join(ctx.packageRoot, 'dist', 'cli', 'load-worker.js')),
        clock: ctx.clock,
        signal: ctx.signal,
        watch: view.watch,
      });
      const checked = { ...report, checks: checkThresholds(conditions, report) };
      if (input.html !== undefined) await writeText(ctx, input.html, loadPage(checked));
      return checked;
    } finally {
      view.stop();
    }
  },
  failed: loadFailed,
  render: renderLoad,
});

/** @throws UserError `RATE_CAPPED`. */
function capRate(url: URL, peak: number, allowed: number | undefined): void {
  if (isLoopback(url) || peak <= Math.max(REMOTE_RATE_MAX, allowed ?? 0)) return;
  throw new UserError(
    'RATE_CAPPED',
    `${Math.ceil(peak)} arrivals a second are many for another machine; if you mean it, add --allow-rate ${Math.ceil(peak)}`,
  );
}

/** @throws UserError `PASSES_TOO_FEW`. */
async function readPasses(
  ctx: Context,
  path: string | undefined,
  needed: number,
): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined;
  const passes = (await readText(ctx, path))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (passes.length < needed)
    throw new UserError(
      'PASSES_TOO_FEW',
      `${path} holds ${passes.length} passes and ${needed} people are needed; each comes once`,
    );
  return passes;
}
