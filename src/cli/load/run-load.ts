import { UserError } from '../../core/errors/index.ts';
import { machineMs } from '../../service/adapters/system/index.ts';
import type { Clock } from '../../service/ports/index.ts';
import { startCrew } from './crew.ts';
import { openHistoryFile } from './history-file.ts';
import type { Job, ScenarioName } from './messages.ts';
import { type LoadReport, loadReport } from './report.ts';
import { isRunaway, Series } from './series.ts';
import { arrivalsIn, durationOf, type Stage } from './stages.ts';
import { type Target, wantedSeats } from './target.ts';

export interface LoadOptions {
  readonly scenario: ScenarioName;
  /** Names the run: virtual users are called after it. */
  readonly run: string;
  readonly url: URL;
  readonly target: Target;
  readonly stages: readonly Stage[];
  readonly workers: number;
  readonly connections: number;
  readonly timeoutMs: number;
  readonly finishMs: number;
  readonly seed: number;
  readonly thinkMs: number;
  readonly passes: readonly string[] | undefined;
  readonly locks: {
    readonly shoppers: number;
    readonly seatsPerHold: number;
    /** From 0 (spread over the house) to 1 (everybody wants the first row). */
    readonly contention: number;
    readonly dwellMs: number;
    readonly prepareMs: number;
  };
  readonly history: string | undefined;
  /** Share of failing requests at which the run is given up. */
  readonly errorRateMax: number;
  /** The worker's program. */
  readonly workerFile: URL;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  watch(progress: LoadProgress): void;
}

/** What a live view may look at while it runs. */
export interface LoadProgress {
  phase: 'preparing' | 'running' | 'finishing';
  ready: number;
  wanted: number;
  readonly scenario: ScenarioName;
  readonly target: string;
  readonly stages: readonly Stage[];
  readonly planned: number;
  readonly series: Series;
}

/** Time for every worker to hear of the start before it comes. */
const START_LEAD_MS = 100;

/**
 * Plays a scenario against a running target and answers what was measured. An abort of `signal` ends the arrivals; the report is of what was
 * measured by then.
 *
 * @throws UserError `LOAD_NOT_READY`, `HISTORY_UNWRITABLE`.
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { scenario, run, url, target, stages, clock, signal } = options;
  const series = new Series();
  const planned = arrivalsIn(stages);
  const progress: LoadProgress = {
    phase: 'preparing',
    ready: 0,
    wanted: 0,
    scenario,
    target: url.origin,
    stages,
    planned,
    series,
  };
  const file =
    options.history === undefined
      ? undefined
      : await openHistoryFile(options.history, {
          type: 'run',
          v: 1,
          run,
          scenario,
          target: url.origin,
          eventId: target.event.eventId,
          startedAtMs: clock.nowMs(),
          seats: target.seats,
        });
  const crew = startCrew(options.workerFile, jobsOf(options), {
    preparing(ready, wanted) {
      progress.ready = ready;
      progress.wanted = wanted;
    },
    tick(worker, tick) {
      series.add(worker, tick);
      file?.write(tick.history);
    },
  });
  options.watch(progress);
  let stopped: string | null = null;
  const stop = (why: string) => {
    stopped ??= why;
    crew.send({ type: 'stop' });
  };
  const onAbort = () => stop('interrupted');
  signal.addEventListener('abort', onAbort, { once: true });
  let everySecond: NodeJS.Timeout | undefined;
  try {
    const unready = await Promise.race([crew.ready(), aborted(signal)]);
    signal.throwIfAborted();
    if (unready !== null) throw new UserError('LOAD_NOT_READY', `the scenario cannot begin: ${unready}`);
    progress.phase = 'running';
    const startMs = machineMs() + START_LEAD_MS;
    const cpuBefore = process.cpuUsage();
    crew.send({ type: 'go', atMachineMs: startMs });
    everySecond = setInterval(() => {
      series.close();
      if (machineMs() - startMs > durationOf(stages)) progress.phase = 'finishing';
      if (isRunaway(series.seconds, options.errorRateMax))
        stop(`more than ${options.errorRateMax * 100} % of the requests failed`);
    }, 1000);
    const results = await crew.results();
    const elapsedMs = machineMs() - startMs;
    const cpu = process.cpuUsage(cpuBefore);
    series.close();
    const operations = await file?.close();
    return loadReport({
      scenario,
      run,
      target: url.origin,
      eventId: target.event.eventId,
      series: series.seconds,
      stopped,
      results,
      planned,
      elapsedMs,
      cpuMs: (cpu.user + cpu.system) / 1000,
      history:
        options.history === undefined || operations === undefined
          ? undefined
          : { file: options.history, operations },
    });
  } finally {
    clearInterval(everySecond);
    signal.removeEventListener('abort', onAbort);
    await crew.terminate();
  }
}

function jobsOf(options: LoadOptions): Job[] {
  const { workers, locks, target, passes } = options;
  const epochOffsetMs = options.clock.nowMs() - machineMs();
  const seatIds = options.scenario === 'locks' ? wantedSeats(target.venue, locks.contention) : [];
  if (options.scenario === 'locks' && seatIds.length < locks.seatsPerHold)
    throw new UserError('SEATS_TOO_MANY', `no ${locks.seatsPerHold} seats are wanted at this contention`);
  const share = (whole: number, index: number) =>
    Math.floor(whole / workers) + (index < whole % workers ? 1 : 0);
  return Array.from({ length: workers }, (_, index) => ({
    scenario: options.scenario,
    run: options.run,
    baseUrl: options.url.origin,
    event: target.event,
    seed: options.seed,
    thinkMs: options.thinkMs,
    stages: options.stages,
    index,
    workers,
    connections: Math.max(1, share(options.connections, index)),
    timeoutMs: options.timeoutMs,
    finishMs: options.finishMs,
    passes: passes?.filter((_pass, i) => i % workers === index),
    locks: { ...locks, seatIds, shoppers: share(locks.shoppers, index) },
    history: options.history !== undefined,
    epochOffsetMs,
  }));
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
