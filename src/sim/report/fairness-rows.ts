import type { Estimate } from '../fairness/index.ts';
import { chance, figure } from '../words.ts';
import type { SimulationReport } from './simulation-report.ts';

/** One measure of fairness as a line of a table. */
export interface FairnessRow {
  readonly path: string;
  readonly meaning: string;
  readonly effect: string;
  readonly interval: string;
  readonly pValue: string;
}

/** Every measure of fairness that this sale gave, in the order of docs/fairness.md. */
export function fairnessRows({
  fairness: { draws, latency, device, region, arrival, order, estimates },
}: SimulationReport): FairnessRow[] {
  return [
    row('draws.uniformity', 'lottery numbers are uniform', draws.uniformity),
    row('draws.distance', 'largest advantage of any range of numbers', draws.distance),
    row('draws.acrossGroups', 'numbers do not depend on who one is', draws.acrossGroups),
    row('latency.riskDifference', 'chance by network latency, difference', latency?.riskDifference),
    row('latency.riskRatio', 'the same as a ratio', latency?.riskRatio),
    row('device.riskDifference', 'chance by device, difference', device?.riskDifference),
    row('device.riskRatio', 'the same as a ratio', device?.riskRatio),
    row('region.riskDifference', 'chance by region, difference', region?.riskDifference),
    row('region.riskRatio', 'the same as a ratio', region?.riskRatio),
    row('arrival.latecomerGain', 'what coming later gains', arrival?.latecomerGain),
    row('order.kendall', 'arrival and admission agree (0 luck, 1 queue)', order.kendall),
    row('order.spearman', 'the same, as rank correlation', order.spearman),
    row('order.beforeOpening', 'being early before the opening counts', order.beforeOpening),
    row('order.rule', 'admission follows the published rule', order.rule),
    row('estimates.coverage', 'let in within the wait shown', estimates?.coverage),
    row('estimates.early', 'let in sooner', estimates?.early),
    row('estimates.late', 'let in later', estimates?.late),
  ].flatMap((each) => each ?? []);
}

function row(
  path: string,
  meaning: string,
  measure: (Estimate & { readonly test: { readonly pValue: number } }) | null | undefined,
): FairnessRow | null {
  if (measure === null || measure === undefined) return null;
  return {
    path,
    meaning,
    effect: figure(measure.value),
    interval: `${figure(measure.low)} to ${figure(measure.high)}`,
    pValue: chance(measure.test.pValue),
  };
}
