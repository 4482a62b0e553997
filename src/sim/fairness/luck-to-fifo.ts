import FlatQueue from 'flatqueue';
import { quantileSorted } from 'simple-statistics';
import { type CurveFamily, curveNamed } from '../../core/admission/index.ts';
import type { SimulationResult } from '../engine/index.ts';
import { gamma } from './statistics/index.ts';
import { honest, together } from './success.ts';

/** One setting of the dial, everything else as it was. */
export interface DialPoint {
  readonly k: number;
  /**
   * Order kept: of all pairs who came at different times and of whom one got in before the other, how many more kept their order than
   * lost it. 0 is pure luck, 1 a queue; null when there is no such pair.
   */
  readonly orderKept: number | null;
  /** Share of the tenth that came first, and of the tenth that came last, who are let in. */
  readonly firstTenth: number;
  readonly lastTenth: number;
  readonly medianWaitSeconds: number | null;
  readonly p90WaitSeconds: number | null;
}

const DIAL = [1, 1.5, 2, 3, 4, 6, 8, 16, 32] as const;

/** People the curve is worked out for: so many that about these are let in, few enough to be quick. */
const LET_IN = 2_000;
const PEOPLE = { min: 20_000, max: 100_000 } as const;

/** Steps of the golden ratio fill [0, 1) evenly, so that no chance enters and the curve is smooth. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The luck-to-FIFO curve: what other settings of the dial k would have made of the same arrivals and the same number of people let in
 * from moment to moment (which is set by the house, not by k). People have evenly spread lottery numbers; the sale clock moves exactly
 * as far as each moment's admissions need, which is what the tuner aims at.
 */
export function luckToFifo(
  result: SimulationResult,
  dial: readonly number[] = usualDial(result),
): DialPoint[] {
  const curve = curveNamed(result.scenario.sale.curve);
  const crowd = crowdOf(result);
  if (curve === undefined || crowd.arrivedAt.length === 0) return [];
  return dial.map((k) => dialPoint(crowd, curve, k));
}

/** The settings that tell most, and the sale's own. */
function usualDial({ scenario }: SimulationResult): number[] {
  return [...new Set([...DIAL, scenario.sale.k])].sort((a, b) => a - b);
}

interface Crowd {
  /** Seconds since the opening, ascending; 0 for all who were there at the opening. */
  readonly arrivedAt: readonly number[];
  readonly stepStarts: readonly number[];
  /** People let in during each step. */
  readonly letIn: readonly number[];
}

function crowdOf({ groups, arrivalBins, series, endedAtSeconds }: SimulationResult): Crowd {
  const classes = honest(groups);
  const bins = together(classes).map(({ count }) => count);
  const total = bins.reduce((sum, count) => sum + count, 0);
  const drawn = classes.reduce((sum, group) => sum + group.steadfast.drawn, 0);
  const admissions = series.admissions.reduce((sum, rate) => sum + rate, 0);
  const wanted = drawn === 0 ? PEOPLE.min : (LET_IN * total) / drawn;
  const size = Math.min(total, Math.round(Math.min(PEOPLE.max, Math.max(PEOPLE.min, wanted))));
  const arrivedAt = total === 0 ? [] : spread(bins, edgesOf(arrivalBins, endedAtSeconds), size);
  const scale = total === 0 || admissions === 0 ? 0 : (drawn / admissions) * (size / total);
  return { arrivedAt, stepStarts: series.at, letIn: series.admissions.map((rate) => rate * scale) };
}

function edgesOf(bins: readonly (number | null)[], end: number): [from: number, to: number][] {
  return bins.map((from, i) => (from === null ? [0, 0] : [from, Math.max(from, bins[i + 1] ?? end)]));
}

/** `size` arrival times that follow the bins, even within each. */
function spread(
  bins: readonly number[],
  edges: readonly (readonly [number, number])[],
  size: number,
): number[] {
  const total = bins.reduce((sum, count) => sum + count, 0);
  const times: number[] = [];
  let before = 0;
  for (const [bin, count] of bins.entries()) {
    const [from, to] = edges[bin] ?? [0, 0];
    while (times.length < size && ((times.length + 0.5) * total) / size < before + count) {
      const within = (((times.length + 0.5) * total) / size - before) / count;
      times.push(from + within * (to - from));
    }
    before += count;
  }
  return times;
}

function dialPoint({ arrivedAt, stepStarts, letIn }: Crowd, curve: CurveFamily, k: number): DialPoint {
  const waiting = new FlatQueue<number>();
  const admittedAt = new Map<number, number>();
  let [clock, next, room] = [0, 0, 0];
  for (const [step, from] of stepStarts.entries()) {
    const to = stepStarts[step + 1] ?? Number.POSITIVE_INFINITY;
    for (; next < arrivedAt.length && (arrivedAt[next] ?? 0) < to; next++) {
      const v = ((next + 0.5) * GOLDEN) % 1;
      waiting.push(next, clock + curve.share(-Math.log1p(-v), k));
    }
    room += letIn[step] ?? 0;
    for (; room >= 1 && waiting.length > 0; room--) {
      clock = Math.max(clock, waiting.peekValue() ?? clock);
      const person = waiting.pop();
      if (person !== undefined) admittedAt.set(person, Math.max(from, arrivedAt[person] ?? 0));
    }
  }
  return {
    k,
    ...agreement(arrivedAt, admittedAt),
    ...tenths(arrivedAt.length, admittedAt),
    ...waits(arrivedAt, admittedAt),
  };
}

/** Those who never get in come after all who do, together. */
function agreement(arrivedAt: readonly number[], admittedAt: ReadonlyMap<number, number>) {
  const outcomes = arrivedAt.map((_, person) => admittedAt.get(person) ?? Number.MAX_SAFE_INTEGER);
  return { orderKept: gamma(arrivedAt, outcomes) };
}

/** People are numbered in order of arrival; those who were there at the opening are in an order without meaning. */
function tenths(size: number, admittedAt: ReadonlyMap<number, number>) {
  const tenth = Math.max(1, Math.floor(size / 10));
  let [first, last] = [0, 0];
  for (const person of admittedAt.keys()) {
    if (person < tenth) first++;
    if (person >= size - tenth) last++;
  }
  return { firstTenth: first / tenth, lastTenth: last / tenth };
}

function waits(arrivedAt: readonly number[], admittedAt: ReadonlyMap<number, number>) {
  const sorted = [...admittedAt].map(([person, at]) => at - (arrivedAt[person] ?? 0)).sort((a, b) => a - b);
  const quantile = (share: number) => (sorted.length === 0 ? null : quantileSorted(sorted, share));
  return { medianWaitSeconds: quantile(0.5), p90WaitSeconds: quantile(0.9) };
}
