import { type Problem, UserError } from '../../core/errors/index.ts';
import { type Condition, holdsFor, parseCondition } from '../../sim/index.ts';
import { STEPS, type Step } from '../crowd/index.ts';
import { nearest, parseDurationMs } from '../framework/index.ts';
import type { Quantiles } from './histograms.ts';
import { SCENARIOS } from './messages.ts';
import { oneOr } from './one-or.ts';
import type { LoadReport } from './report.ts';

export interface Check {
  readonly condition: string;
  /** Null when there was nothing to measure. */
  readonly measured: number | null;
  /** What could not be measured counts as failed. */
  readonly verdict: 'passed' | 'failed' | 'unmeasured';
}

const LATENCIES: Readonly<Record<string, keyof Quantiles>> = {
  p50: 'p50Ms',
  p90: 'p90Ms',
  p95: 'p95Ms',
  p99: 'p99Ms',
  p999: 'p999Ms',
  max: 'maxMs',
};
const WHOLE = [
  'requests',
  'ratePerSecond',
  'ghostSeatRate',
  'errors.rate',
  'errors.count',
  'refusals.rate',
  'refusals.count',
];
const BY_CODE = /^(errors|refusals)\.([A-Z][A-Z0-9_]*)$/;

/** Every measure with a name of its own; `errors.CODE` and `refusals.CODE` exist for any code. */
function names(): string[] {
  const latencies = Object.keys(LATENCIES).flatMap((key) => [key, `uncorrected.${key}`]);
  const parts = [...SCENARIOS, ...STEPS].flatMap((part) =>
    [...latencies, 'ratePerSecond', 'requests'].map((key) => `${part}.${key}`),
  );
  return [...WHOLE, ...parts];
}

/**
 * Reads conditions such as `locks.p99 > 2s` and `errors.rate > 0.001`, before anything is sent.
 *
 * @throws UserError `FAIL_IF_INVALID` with everything that is wrong.
 */
export function readThresholds(texts: readonly string[], scenario: string): readonly Condition[] {
  const problems: Problem[] = [];
  const known = names();
  const conditions = texts.flatMap((text, i) => {
    const condition = parseCondition(text, parseDurationMs);
    const problem = typeof condition === 'string' ? condition : strange(condition.path, known, scenario);
    if (problem !== undefined) problems.push({ path: `--fail-if ${i + 1}`, message: problem });
    return typeof condition === 'string' ? [] : [condition];
  });
  if (problems.length > 0)
    throw new UserError('FAIL_IF_INVALID', oneOr(problems, 'some conditions cannot be checked'), problems);
  return conditions;
}

function strange(path: string, known: readonly string[], scenario: string): string | undefined {
  const [part = ''] = path.split('.');
  if (
    (SCENARIOS as readonly string[]).includes(part) &&
    part !== scenario &&
    !(STEPS as readonly string[]).includes(part)
  )
    return `${path} is of another scenario; this one is ${scenario}`;
  if (known.includes(path) || BY_CODE.test(path)) return undefined;
  const like = nearest(path, known);
  return `there is no measure ${JSON.stringify(path)}${like === undefined ? '' : `; the nearest is ${like}`}`;
}

export function checkThresholds(conditions: readonly Condition[], report: LoadReport): readonly Check[] {
  return conditions.map((condition) => {
    const measured = measure(condition.path, report);
    const verdict =
      measured === null
        ? 'unmeasured'
        : holdsFor(condition, measured)
          ? ('failed' as const)
          : ('passed' as const);
    return { condition: condition.text.trim(), measured, verdict };
  });
}

function measure(path: string, report: LoadReport): number | null {
  const [, group, code] = BY_CODE.exec(path) ?? [];
  if (group !== undefined && code !== undefined)
    return report[group as 'errors' | 'refusals'].byCode[code] ?? 0;
  const [part = '', ...rest] = path.split('.');
  if (part === 'errors' || part === 'refusals') return report[part][rest[0] as 'count' | 'rate'];
  if (rest.length === 0) return report[part as 'requests' | 'ratePerSecond' | 'ghostSeatRate'];
  // A step and a scenario may share a name: the step is meant then, which is what was asked for by its own name.
  const of = report.steps[part as Step] ?? (part === report.scenario ? report : undefined);
  if (of === undefined) return null;
  const [first = '', second = ''] = rest;
  if (first === 'uncorrected') return of.uncorrected[LATENCIES[second] as keyof Quantiles];
  const latency = LATENCIES[first];
  return latency === undefined ? of[first as 'requests' | 'ratePerSecond'] : of.latency[latency];
}
