import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';

/** As much of a report as comparing needs. */
export interface ComparableReport {
  readonly name: string;
  readonly design: string;
  readonly seed: number;
  readonly tokens: number;
  readonly measures: Readonly<Record<string, Quantity | null>>;
  readonly series: ComparableCourse;
  /** What was set, by name. */
  readonly settings: Readonly<Record<string, number | string>>;
}

/** A sale from moment to moment; all of one length. */
export interface ComparableCourse {
  /** Seconds since the opening. */
  readonly at: readonly number[];
  readonly live: readonly number[];
  readonly passes: readonly number[];
  readonly admissions: readonly number[];
  readonly waiting: readonly number[];
  readonly available: readonly number[];
}

interface Quantity {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One measure in two sales. Null where a sale has not got it. */
export interface ComparedMeasure {
  readonly path: string;
  readonly first: Quantity | null;
  readonly second: Quantity | null;
  /** Second less first. */
  readonly change: number | null;
  /** Whether the change is more than chance: the intervals do not meet. Null where there are no intervals. */
  readonly isReal: boolean | null;
}

type ComparedHead = Omit<ComparableReport, 'measures' | 'series' | 'settings'>;

export interface Comparison {
  readonly first: ComparedHead;
  readonly second: ComparedHead;
  readonly measures: readonly ComparedMeasure[];
}

const quantity = z
  .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .nullable();

const course = z.array(z.number());

const reportFile = z.object({
  format: z.literal('tix-simulation-1'),
  name: z.string(),
  design: z.string(),
  seed: z.number(),
  tokens: z.number(),
  measures: z.record(z.string(), quantity),
  settings: z.record(z.string(), z.union([z.number(), z.string()])),
  series: z.object({
    at: course,
    live: course,
    passes: course,
    admissions: course,
    waiting: course,
    available: course,
  }),
});

/** Whether a parsed file claims to be a report: then it is one, or a bad one. */
export function claimsToBeReport(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'format' in json;
}

/** @throws UserError `REPORT_INVALID` when it is not what `tix simulate --json` printed. */
export function readReport(json: unknown, source: string): ComparableReport {
  const parsed = reportFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: `/${issue.path.map(String).join('/')}`,
    message: issue.message,
  }));
  throw new UserError('REPORT_INVALID', `${source} is not what tix simulate --json prints`, problems);
}

/** Two results side by side, in the order of the first. */
export function compareReports(first: ComparableReport, second: ComparableReport): Comparison {
  const paths = [...new Set([...Object.keys(first.measures), ...Object.keys(second.measures)])];
  return {
    first: headOf(first),
    second: headOf(second),
    measures: paths
      .map((path) => compared(path, first.measures[path] ?? null, second.measures[path] ?? null))
      .filter((measure) => measure.first !== null || measure.second !== null),
  };
}

function headOf({ name, design, seed, tokens }: ComparableReport): Comparison['first'] {
  return { name, design, seed, tokens };
}

function compared(path: string, first: Quantity | null, second: Quantity | null): ComparedMeasure {
  if (first === null || second === null) return { path, first, second, change: null, isReal: null };
  return { path, first, second, change: second.value - first.value, isReal: apart(first, second) };
}

function apart(a: Quantity, b: Quantity): boolean | null {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return null;
  return a.high < b.low || b.high < a.low;
}
