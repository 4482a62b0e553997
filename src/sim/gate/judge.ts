import leven from 'leven';
import { type Problem, UserError } from '../../core/errors/index.ts';
import type { SimulationResult } from '../engine/index.ts';
import { assess, type Quantity } from '../fairness/index.ts';
import { falsePositives, type LadderCost, ladderCost } from '../ladder/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Condition, holdsFor, parseCondition } from './condition.ts';
import { type Measures, measurePaths, measuresOf } from './measures.ts';

/**
 * - `failed`: what is forbidden was found, beyond what chance explains.
 * - `unmeasured`: there was nothing to measure it on; counts as failed.
 * - `unproven`: the measured value is forbidden, but chance may explain it; counts as passed.
 * - `passed`.
 */
export type CheckVerdict = 'passed' | 'unproven' | 'failed' | 'unmeasured';

export interface Check {
  readonly condition: string;
  readonly path: string;
  readonly measured: Quantity | null;
  readonly verdict: CheckVerdict;
}

export interface GateOutcome {
  readonly ok: boolean;
  /** Whether the scenario has no conditions of its own, so that the usual ones stand in. */
  readonly usual: boolean;
  /** Of each interval, so that all of them hold at once. */
  readonly confidence: number;
  readonly checks: readonly Check[];
}

/**
 * What to look for where a scenario does not say. Without slots an attack would gain half of one; a
 * third leaves room for tabs that sleep in every class. The number of shoppers also varies by chance, by about √target, so a small house
 * gets more room; a fixed τ holds no target at all.
 */
function usualConditions({ attackers, sale }: Pick<Scenario, 'attackers' | 'sale'>): string[] {
  const overshoot = 0.05 + 1 / Math.sqrt(sale.target);
  return [
    'draws.distance > 0.005',
    'draws.acrossGroups > 0.02',
    'latency.riskDifference > 0.01',
    'latency.riskRatio > 1.05',
    'device.riskDifference > 0.01',
    'device.riskRatio > 1.05',
    'region.riskDifference > 0.01',
    'region.riskRatio > 1.05',
    'arrival.latecomerGain > 0.01',
    'order.beforeOpening > 0.05',
    'order.rule < 0.85',
    'estimates.coverage < 0.45',
    ...attackers.flatMap(({ name }) => [
      `attackers.${name}.advantage > 1.05`,
      `attackers.${name}.headStartSeconds > ${Math.round(sale.slotSeconds / 3)}`,
    ]),
    ...(typeof sale.tau === 'number' ? [] : [`controller.overshoot > ${Number(overshoot.toFixed(3))}`]),
  ];
}

/** Chance that a fair sale fails any of the conditions of its gate, at most. */
const FALSE_ALARM = 0.001;

/**
 * The conditions of a scenario, before anything is simulated.
 *
 * @throws UserError `FAIL_IF_INVALID` naming every condition that cannot be read, and the nearest measure for unknown ones
 */
export function readConditions(scenario: Pick<Scenario, 'classes' | 'attackers' | 'failIf'>): Condition[] {
  const paths = measurePaths(scenario);
  const problems: Problem[] = [];
  const conditions = scenario.failIf.flatMap((text, i) => {
    const condition = parseCondition(text);
    const problem = typeof condition === 'string' ? condition : unknownPath(condition.path, paths);
    if (problem !== undefined) problems.push({ path: `/failIf/${i}`, message: problem });
    return typeof condition === 'string' ? [] : [condition];
  });
  const [only] = problems;
  if (only === undefined) return conditions;
  const what = problems.length === 1 ? `${only.path}: ${only.message}` : 'some conditions cannot be checked';
  throw new UserError('FAIL_IF_INVALID', what, problems);
}

function unknownPath(path: string, paths: readonly string[]): string | undefined {
  if (paths.includes(path)) return undefined;
  const nearest = paths.toSorted((a, b) => leven(path, a) - leven(path, b))[0] ?? '';
  return `there is no measure ${JSON.stringify(path)}; the nearest is ${nearest}`;
}

/**
 * Judges a simulated sale by its scenario's conditions, or by the usual ones as far as they can be measured.
 *
 * A measure with an interval fails a condition only when the whole interval does: sampling error is no unfairness.
 * What the abuse ladder costs is that of the rules in force without a file, unless it is given.
 * The intervals are so wide that, all conditions taken together, a fair sale fails less than once in a thousand times (Bonferroni).
 */
export function judgeScenario(
  result: SimulationResult,
  ladder: LadderCost = ladderCost(result),
): GateOutcome {
  const { scenario } = result;
  const usual = scenario.failIf.length === 0;
  const conditions = readConditions(usual ? { ...scenario, failIf: usualConditions(scenario) } : scenario);
  const confidence = 1 - FALSE_ALARM / conditions.length;
  const measures = measuresOf({
    ...result,
    ...assess(result, confidence),
    falsePositives: falsePositives(ladder, confidence),
  });
  const checks = conditions
    .map((condition) => check(condition, measures))
    .filter(({ verdict }) => !usual || verdict !== 'unmeasured');
  return { ok: checks.every(({ verdict }) => GOOD.has(verdict)), usual, confidence, checks };
}

const GOOD: ReadonlySet<CheckVerdict> = new Set(['passed', 'unproven']);

function check(condition: Condition, measures: Measures): Check {
  const measured = measures[condition.path] ?? null;
  return {
    condition: condition.text.trim(),
    path: condition.path,
    measured,
    verdict: verdictOn(condition, measured),
  };
}

function verdictOn(condition: Condition, measured: Quantity | null): CheckVerdict {
  if (measured === null) return 'unmeasured';
  const { value, low, high } = measured;
  if (!holdsFor(condition, value)) return 'passed';
  const leastForbidden = condition.operator.startsWith('>') ? low : high;
  return leastForbidden === null || holdsFor(condition, leastForbidden) ? 'failed' : 'unproven';
}
