import { STEPS, type Step } from '../crowd/index.ts';
import { bottleneckOf, type Generator } from './generator.ts';
import { mergeHistograms, type Quantiles, quantilesOf, round } from './histograms.ts';
import type { ScenarioName, StepRecord, WorkerResult } from './messages.ts';
import type { Second } from './series.ts';

export interface StepReport {
  readonly requests: number;
  readonly ratePerSecond: number;
  readonly ok: number;
  readonly refused: number;
  readonly errors: number;
  readonly latency: Quantiles;
  readonly uncorrected: Quantiles;
}

export interface Counted {
  readonly count: number;
  /** Share of all requests. */
  readonly rate: number;
  readonly byCode: Readonly<Record<string, number>>;
}

export interface LoadReport {
  readonly scenario: ScenarioName;
  readonly run: string;
  readonly target: string;
  readonly eventId: string;
  /** Requests that were answered, refused or failed. */
  readonly requests: number;
  readonly ratePerSecond: number;
  /** From the moment a request was due: what somebody felt who came at that moment. */
  readonly latency: Quantiles;
  /** From the moment it was put on a connection: what most tools show. */
  readonly uncorrected: Quantiles;
  readonly errors: Counted;
  /** Refusals the rules foresee, such as a taken seat. */
  readonly refusals: Counted;
  /** Of the seats that a map showed as free and somebody clicked, the share that was gone; null without clicks on maps. */
  readonly ghostSeatRate: number | null;
  readonly steps: Readonly<Partial<Record<Step, StepReport>>>;
  readonly arrivals: { readonly planned: number; readonly begun: number; readonly unfinished: number };
  readonly endings: Readonly<Record<string, number>>;
  readonly unexpected: Readonly<Record<string, number>>;
  readonly elapsedSeconds: number;
  /** Why it ended before its time; null when it did not. */
  readonly stopped: string | null;
  readonly generator: Generator;
  readonly series: readonly Second[];
  readonly history?: { readonly file: string; readonly operations: number };
}

export interface Measured
  extends Pick<LoadReport, 'scenario' | 'run' | 'target' | 'eventId' | 'series' | 'stopped'> {
  readonly results: readonly WorkerResult[];
  readonly planned: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly history: LoadReport['history'] | undefined;
}

/** All workers' books as one. Histograms are added bucket by bucket, so nothing is lost by measuring apart. */
export function loadReport(measured: Measured): LoadReport {
  const { results, elapsedMs, planned, scenario, run, target, eventId, series, stopped } = measured;
  const seconds = elapsedMs / 1000;
  const steps = mergeSteps(results);
  const all = mergeRecords(Object.values(steps));
  const requests = requestsOf(all);
  const clicked = sum(results.map(({ clickedSeats }) => clickedSeats));
  return {
    scenario,
    run,
    target,
    eventId,
    requests,
    ratePerSecond: round(requests / seconds),
    latency: quantilesOf(all.corrected),
    uncorrected: quantilesOf(all.uncorrected),
    errors: counted(all.errors, requests),
    refusals: counted(all.refused, requests),
    ghostSeatRate: clicked === 0 ? null : sum(results.map(({ ghostSeats }) => ghostSeats)) / clicked,
    steps: Object.fromEntries(
      Object.entries(steps).map(([step, record]) => [step, stepReport(record, seconds)]),
    ),
    arrivals: {
      planned,
      begun: sum(results.map(({ arrived }) => arrived)),
      unfinished: sum(results.map(({ unfinished }) => unfinished)),
    },
    endings: addCounts(results.map(({ endings }) => endings)),
    unexpected: addCounts(results.map(({ unexpected }) => unexpected)),
    elapsedSeconds: round(seconds),
    stopped,
    generator: bottleneckOf(results, measured.cpuMs / elapsedMs),
    series,
    ...(measured.history === undefined ? {} : { history: measured.history }),
  };
}

function mergeSteps(results: readonly WorkerResult[]): Partial<Record<Step, StepRecord>> {
  const merged: Partial<Record<Step, StepRecord>> = {};
  for (const step of STEPS) {
    const records = results.flatMap(({ steps }) => steps[step] ?? []);
    if (records.length > 0) merged[step] = mergeRecords(records);
  }
  return merged;
}

function mergeRecords(records: readonly StepRecord[]): StepRecord {
  return {
    corrected: mergeHistograms(records.map(({ corrected }) => corrected)),
    uncorrected: mergeHistograms(records.map(({ uncorrected }) => uncorrected)),
    ok: sum(records.map(({ ok }) => ok)),
    refused: addCounts(records.map(({ refused }) => refused)),
    errors: addCounts(records.map(({ errors }) => errors)),
  };
}

function stepReport(record: StepRecord, seconds: number): StepReport {
  const requests = requestsOf(record);
  return {
    requests,
    ratePerSecond: round(requests / seconds),
    ok: record.ok,
    refused: sum(Object.values(record.refused)),
    errors: sum(Object.values(record.errors)),
    latency: quantilesOf(record.corrected),
    uncorrected: quantilesOf(record.uncorrected),
  };
}

function requestsOf({ corrected }: StepRecord): number {
  return Number(corrected.count);
}

function counted(byCode: Readonly<Record<string, number>>, requests: number): Counted {
  const count = sum(Object.values(byCode));
  return { count, rate: requests === 0 ? 0 : count / requests, byCode };
}

function addCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const whole: Record<string, number> = {};
  for (const part of parts)
    for (const [name, count] of Object.entries(part)) whole[name] = (whole[name] ?? 0) + count;
  return whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
