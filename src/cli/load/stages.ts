import type { Problem } from '../../core/errors/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { parseDurationMs } from '../framework/index.ts';
import { oneOr } from './one-or.ts';

/** Arrivals per second run evenly from one rate to another. */
export interface Stage {
  readonly kind: 'ramp' | 'hold' | 'spike';
  readonly durationMs: number;
  readonly fromRate: number;
  readonly toRate: number;
}

/** How stages are written; for help and errors. */
export const STAGES_FORM = 'ramp:TIME:RATE, hold:TIME[:RATE] or spike:TIME:RATE, joined by commas';

const ONE = /^(ramp|hold|spike):([^:]+)(?::([^:]+))?$/;

/**
 * Reads `ramp:10s:100,hold:30s,spike:5s:500`: a ramp runs evenly from the rate before it to its own, a hold stays (at its own rate when it
 * names one), a spike is a hold after which the rate before it returns. Rates are arrivals per second, 0 before the first stage.
 *
 * @throws UserError `STAGES_INVALID` naming every stage that cannot be read.
 */
export function parseStages(text: string): readonly Stage[] {
  const problems: Problem[] = [];
  const stages: Stage[] = [];
  let rate = 0;
  for (const [i, part] of text.split(',').entries()) {
    const stage = readStage(part.trim(), rate);
    if (typeof stage === 'string') {
      problems.push({ path: `/stages/${i}`, message: `${JSON.stringify(part)} ${stage}` });
      continue;
    }
    stages.push(stage);
    if (stage.kind !== 'spike') rate = stage.toRate;
  }
  if (problems.length > 0)
    throw new UserError('STAGES_INVALID', oneOr(problems, `stages are written ${STAGES_FORM}`), problems);
  if (arrivalsIn(stages) < 1)
    throw new UserError('STAGES_INVALID', 'with these stages nobody ever arrives; give a rate above 0');
  return stages;
}

function readStage(text: string, before: number): Stage | string {
  const [, kind, time, rateText] = ONE.exec(text) ?? [];
  if (kind === undefined || time === undefined) return `is not of the form ${STAGES_FORM}`;
  const durationMs = parseDurationMs(time);
  if (durationMs === undefined || durationMs <= 0) return 'needs a length of time such as 30s';
  if (rateText === undefined && kind !== 'hold') return 'needs a rate, in arrivals per second';
  const toRate = rateText === undefined ? before : Number(rateText);
  if (!/^(\d+\.?\d*|\.\d+)$/.test(rateText ?? '0') || !(toRate <= RATE_MAX))
    return `needs a rate from 0 to ${RATE_MAX} arrivals per second`;
  return { kind: kind as Stage['kind'], durationMs, fromRate: kind === 'ramp' ? before : toRate, toRate };
}

export const RATE_MAX = 1_000_000;

/** One rate all along. */
export function steady(ratePerSecond: number, durationMs: number): readonly Stage[] {
  return [{ kind: 'hold', durationMs, fromRate: ratePerSecond, toRate: ratePerSecond }];
}

export function durationOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

export function peakOf(stages: readonly Stage[]): number {
  return Math.max(...stages.flatMap(({ fromRate, toRate }) => [fromRate, toRate]));
}

/** How many arrive while this stage lasts; a fraction is somebody who comes in the next one. */
function areaOf({ durationMs, fromRate, toRate }: Stage): number {
  return ((fromRate + toRate) / 2) * (durationMs / 1000);
}

export function arrivalsIn(stages: readonly Stage[]): number {
  return Math.floor(stages.reduce((sum, stage) => sum + areaOf(stage), 0) + 1e-6);
}

/**
 * When arrival `n` (from 0) is due, in ms from the start: evenly spaced, each in the middle of its share of the rate. Ask with n rising.
 *
 * @returns undefined when fewer arrive
 */
export function schedule(stages: readonly Stage[]): (n: number) => number | undefined {
  const count = arrivalsIn(stages);
  let index = 0;
  let areaBefore = 0;
  let startsMs = 0;
  return (n) => {
    if (n >= count) return undefined;
    const wanted = n + 0.5;
    for (let stage = stages[index]; stage !== undefined; stage = stages[index]) {
      const area = areaOf(stage);
      if (areaBefore + area >= wanted) return startsMs + 1000 * secondsTo(wanted - areaBefore, stage);
      areaBefore += area;
      startsMs += stage.durationMs;
      index += 1;
    }
    return startsMs;
  };
}

/** Seconds into a stage after which so many have arrived: the root of `from·t + (to − from)·t²/(2T) = people`. */
function secondsTo(people: number, { fromRate, toRate, durationMs }: Stage): number {
  const growth = (toRate - fromRate) / (durationMs / 1000);
  // This form of the root has no difference of near-equal numbers, and holds for a level rate too.
  return (2 * people) / (fromRate + Math.sqrt(Math.max(0, fromRate * fromRate + 2 * growth * people)));
}
