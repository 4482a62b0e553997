import { quantileSorted } from 'simple-statistics';
import type { MapReport } from '../../service/maps/index.ts';
import { STEPS, type Step, type Tally } from '../crowd/index.ts';
import type { Verified } from './verify.ts';

export interface StepLatency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface DemoReport {
  readonly ok: boolean;
  readonly seed: number;
  readonly seats: number;
  readonly buyers: number;
  readonly admitted: number;
  /** Seats sold. */
  readonly sold: number;
  readonly doubleSold: number;
  readonly lostPayments: number;
  readonly refunds: number;
  readonly violations: readonly {
    readonly code: string;
    readonly message: string;
    readonly ids: readonly string[];
  }[];
  readonly elapsedMs: number;
  readonly requests: number;
  readonly endings: Readonly<Record<string, number>>;
  /** Answers that nobody should have got, by step. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly waits: { readonly p50Seconds: number; readonly p95Seconds: number; readonly maxSeconds: number };
  readonly steps: Readonly<Partial<Record<Step, StepLatency>>>;
  readonly scripts: {
    readonly people: number;
    readonly admitted: number;
    /** Their share of success over that of honest people who stayed; 1 is no advantage, null when it cannot be told. */
    readonly advantage: number | null;
    /** Standard error of the advantage: with few scripts, chance alone moves it this much. */
    readonly advantageError: number | null;
  };
  /** How true the server's maps were; null when it did not say. */
  readonly maps: MapReport | null;
  readonly kept: string | null;
}

export function demoReport(options: {
  readonly tally: Tally;
  readonly verified: Verified;
  readonly maps: MapReport | null;
  readonly seats: number;
  readonly buyers: number;
  readonly seed: number;
  readonly elapsedMs: number;
  readonly kept: string | null;
}): DemoReport {
  const { tally, verified, seats, buyers, seed, elapsedMs, kept } = options;
  const { audit, lostPayments, brokenPromises } = verified;
  const violations = [
    ...audit.violations,
    ...brokenPromises.map((seatId) => ({
      code: 'BROKEN_PROMISE',
      message: 'a buyer was told that this seat is theirs, and it is not',
      ids: [seatId],
    })),
  ];
  const doubleSold =
    tally.doubleSold + audit.violations.filter(({ code }) => code === 'SEAT_SOLD_TWICE').length;
  const clean = audit.ok && violations.length === 0 && doubleSold === 0 && lostPayments.length === 0;
  return {
    ok: clean && Object.keys(tally.unexpected).length === 0,
    seed,
    seats,
    buyers,
    admitted: tally.honest.admitted + tally.scripts.admitted,
    sold: tally.seatsBought,
    doubleSold,
    lostPayments: lostPayments.length,
    refunds: tally.refunds,
    violations,
    elapsedMs: Math.round(elapsedMs),
    maps: options.maps,
    requests: tally.requests,
    endings: tally.endings,
    unexpected: tally.unexpected,
    waits: waitsOf(tally),
    steps: latencies(tally),
    scripts: { people: tally.scripts.people, admitted: tally.scripts.admitted, ...advantageOf(tally) },
    kept,
  };
}

function latencies(tally: Tally): Partial<Record<Step, StepLatency>> {
  const ms = (micros: number) => Math.round(micros / 10) / 100;
  return Object.fromEntries(
    STEPS.filter((step) => tally.steps[step].count > 0).map((step) => {
      const histogram = tally.steps[step];
      const at = (percentile: number) => ms(histogram.percentile(percentile));
      return [step, { count: Number(histogram.count), p50Ms: at(50), p95Ms: at(95), p99Ms: at(99) }];
    }),
  );
}

function waitsOf(tally: Tally): DemoReport['waits'] {
  const sorted = [...tally.honest.waitsMs].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted.length === 0 ? 0 : Math.round(quantileSorted(sorted, share) / 100) / 10;
  return { p50Seconds: at(0.5), p95Seconds: at(0.95), maxSeconds: at(1) };
}

/** Ratio of two shares; its standard error from the delta method on their logarithms (Katz et al. 1978). */
function advantageOf({
  honest,
  scripts,
}: Tally): Pick<DemoReport['scripts'], 'advantage' | 'advantageError'> {
  if (honest.admitted === 0 || scripts.admitted === 0) return { advantage: null, advantageError: null };
  const ratio = scripts.admitted / scripts.stayed / (honest.admitted / honest.stayed);
  const variance = 1 / scripts.admitted - 1 / scripts.stayed + (1 / honest.admitted - 1 / honest.stayed);
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { advantage: round(ratio), advantageError: round(ratio * Math.sqrt(variance)) };
}
