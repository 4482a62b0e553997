import type { AbuseRule } from '../../core/abuse/index.ts';
import type { SimulationResult } from '../engine/index.ts';
import {
  type Assessment,
  assess,
  type DialPoint,
  type Fairness,
  luckToFifo,
  type WaitsTogether,
  waitsTogether,
} from '../fairness/index.ts';
import { type GateOutcome, judgeScenario, type Measures, measuresOf } from '../gate/index.ts';
import { falsePositives, type LadderCost, ladderCost } from '../ladder/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type ControllerCourse, courseOf } from './controllers.ts';

/** What a simulated sale came to and how it is judged: the one object that `tix simulate --json` prints. Times as in `SimulationResult`. */
export interface SimulationReport extends Omit<Assessment, 'fairness'> {
  readonly format: typeof REPORT_FORMAT;
  readonly name: string;
  readonly description: string;
  readonly sources: readonly string[];
  readonly design: SimulationResult['design'];
  readonly settings: Settings;
  readonly seed: number;
  readonly tokens: number;
  readonly people: number;
  readonly accounts: number;
  /** Sessions started. */
  readonly admitted: number;
  readonly buyers: number;
  readonly seats: number;
  readonly seatsSold: number;
  readonly soldOutAtSeconds: number | null;
  readonly endedAtSeconds: number;
  readonly elapsedMs: number;
  readonly peakRssBytes: number;
  readonly fairness: Fairness & { readonly luckToFifo: readonly DialPoint[] };
  /** Honest people let in, all classes together. */
  readonly waits: WaitsTogether;
  readonly arrivals: readonly ArrivalRow[];
  readonly series: SimulationResult['series'];
  readonly totals: SimulationResult['totals'];
  /** What the rules of the abuse ladder do to each group. */
  readonly ladder: LadderCost;
  /** Every measure that a condition can name, with 95 % intervals. */
  readonly measures: Measures;
  readonly gate: GateOutcome;
  /** The same sale under other ways to set τ, where that was asked for; the way it was set comes first. */
  readonly controllers: readonly ControllerCourse[];
}

export const REPORT_FORMAT = 'tix-simulation-1';

const CONFIDENCE = 0.95;

type Settings = Pick<Scenario, 'horizonSeconds'> &
  Pick<Scenario['sale'], 'k' | 'slotSeconds' | 'target' | 'tau' | 'samplingRate' | 'powBits'>;

/** Honest people by when they came. `fromSeconds` null: before the opening. */
export interface ArrivalRow {
  readonly fromSeconds: number | null;
  readonly people: number;
  readonly admitted: number;
  readonly buyers: number;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** What only the program that ran the simulation knows. */
export interface RunCost {
  readonly elapsedMs: number;
  readonly peakRssBytes: number;
}

/**
 * @param rules of the abuse ladder; those in force without a file when left out
 * @throws UserError `FAIL_IF_INVALID` when the scenario's conditions cannot be read.
 */
export function reportOn(
  result: SimulationResult,
  cost: RunCost,
  others: readonly ControllerCourse[] = [],
  rules?: readonly AbuseRule[],
): SimulationReport {
  const { scenario } = result;
  const { k, slotSeconds, target, tau, samplingRate, powBits } = scenario.sale;
  const assessment = assess(result);
  const ladder = ladderCost(result, rules);
  return {
    format: REPORT_FORMAT,
    name: scenario.name,
    description: scenario.description,
    sources: scenario.sources,
    design: result.design,
    settings: { horizonSeconds: scenario.horizonSeconds, k, slotSeconds, target, tau, samplingRate, powBits },
    seed: result.seed,
    tokens: result.tokens,
    people: result.people,
    accounts: result.accounts,
    admitted: result.admitted,
    buyers: result.buyers,
    seats: result.seats,
    seatsSold: result.seatsSold,
    soldOutAtSeconds: result.soldOutAtSeconds,
    endedAtSeconds: result.endedAtSeconds,
    ...cost,
    ...assessment,
    fairness: { ...assessment.fairness, luckToFifo: luckToFifo(result) },
    waits: waitsTogether(result.groups),
    arrivals: arrivalRows(result),
    series: result.series,
    totals: result.totals,
    ladder,
    measures: measuresOf({ ...result, ...assessment, falsePositives: falsePositives(ladder, CONFIDENCE) }),
    gate: judgeScenario(result, ladder),
    controllers: others.length === 0 ? [] : [courseOf('tuned', result), ...others],
  };
}

function arrivalRows({ arrivalBins, waitsByArrival, groups }: SimulationResult): ArrivalRow[] {
  const classes = groups.filter(({ kind }) => kind === 'class');
  const total = (of: (typeof classes)[number]['byArrival']['people'][]) => (bin: number) =>
    of.reduce((sum, counts) => sum + (counts[bin] ?? 0), 0);
  const people = total(classes.map(({ byArrival }) => byArrival.people));
  const admitted = total(classes.map(({ byArrival }) => byArrival.admitted));
  const buyers = total(classes.map(({ byArrival }) => byArrival.buyers));
  return arrivalBins.map((fromSeconds, bin) => {
    const waits = waitsByArrival[bin];
    return {
      fromSeconds,
      people: people(bin),
      admitted: admitted(bin),
      buyers: buyers(bin),
      p10: waits?.p10 ?? null,
      p50: waits?.p50 ?? null,
      p90: waits?.p90 ?? null,
    };
  });
}
