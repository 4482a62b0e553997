import type { SimulationResult } from '../engine/index.ts';
import type { Assessment, Estimate, Quantity } from '../fairness/index.ts';
import type { Scenario } from '../scenario/index.ts';

/** What conditions may speak of, by path; null where the sale gave nothing to measure. */
export type Measures = Readonly<Record<string, Quantity | null>>;

type Totals = Pick<
  SimulationResult,
  'tokens' | 'admitted' | 'buyers' | 'seats' | 'seatsSold' | 'soldOutAtSeconds'
>;
export type Measured = Assessment & Totals & { readonly falsePositives: Quantity | null };
type Reader<Of> = (of: Of) => Estimate | Quantity | number | null | undefined;
type ClassOrAttacker = Assessment['classes'][number] | Assessment['attackers'][number];

const OF_SALE: Readonly<Record<string, Reader<Measured>>> = {
  'draws.uniformity': ({ fairness }) => fairness.draws.uniformity,
  'draws.distance': ({ fairness }) => fairness.draws.distance,
  'draws.acrossGroups': ({ fairness }) => fairness.draws.acrossGroups,
  'latency.riskDifference': ({ fairness }) => fairness.latency?.riskDifference,
  'latency.riskRatio': ({ fairness }) => fairness.latency?.riskRatio,
  'device.riskDifference': ({ fairness }) => fairness.device?.riskDifference,
  'device.riskRatio': ({ fairness }) => fairness.device?.riskRatio,
  'region.riskDifference': ({ fairness }) => fairness.region?.riskDifference,
  'region.riskRatio': ({ fairness }) => fairness.region?.riskRatio,
  'arrival.latecomerGain': ({ fairness }) => fairness.arrival?.latecomerGain,
  'order.kendall': ({ fairness }) => fairness.order.kendall,
  'order.spearman': ({ fairness }) => fairness.order.spearman,
  'order.beforeOpening': ({ fairness }) => fairness.order.beforeOpening,
  'order.rule': ({ fairness }) => fairness.order.rule,
  'estimates.coverage': ({ fairness }) => fairness.estimates?.coverage,
  'estimates.early': ({ fairness }) => fairness.estimates?.early,
  'estimates.late': ({ fairness }) => fairness.estimates?.late,
  'estimates.oddsError': ({ fairness }) => fairness.estimates?.odds?.meanError,
  'controller.overshoot': ({ controller }) => controller.overshoot,
  'controller.settledSessions': ({ controller }) => controller.settledSessions,
  'controller.settledAtSeconds': ({ controller }) => controller.settledAtSeconds,
  'controller.meanError': ({ controller }) => controller.meanError,
  'controller.bias': ({ controller }) => controller.bias,
  'controller.utilisation': ({ controller }) => controller.utilisation,
  'controller.startsOnEmptyMap': ({ controller }) => controller.startsOnEmptyMap,
  'ladder.falsePositives': (measured) => measured.falsePositives,
  'sale.admitted': ({ admitted }) => admitted,
  'sale.buyers': ({ buyers }) => buyers,
  'sale.seatsSold': ({ seatsSold }) => seatsSold,
  'sale.soldShare': ({ seatsSold, seats }) => seatsSold / seats,
  'sale.soldOutAtSeconds': ({ soldOutAtSeconds }) => soldOutAtSeconds,
};

const OF_GROUP: Readonly<Record<string, Reader<ClassOrAttacker>>> = {
  chance: ({ chance }) => chance,
  advantage: ({ advantage }) => advantage,
  waitMean: ({ waits }) => waits.mean,
  waitP50: ({ waits }) => waits.p50,
  waitP90: ({ waits }) => waits.p90,
};

const OF_ATTACKER: Readonly<Record<string, Reader<Assessment['attackers'][number]>>> = {
  ...OF_GROUP,
  headStartSeconds: ({ headStartSeconds }) => headStartSeconds,
  gainPerHuman: ({ gainPerHuman }) => gainPerHuman,
  accountsPerSeat: ({ price }) => price.accounts,
  thousandHashesPerSeat: ({ price }) => price.thousandHashes,
};

/** Every path that a scenario's conditions may name. */
export function measurePaths(scenario: Pick<Scenario, 'classes' | 'attackers'>): string[] {
  return [
    ...Object.keys(OF_SALE),
    ...scenario.classes.flatMap(({ name }) => Object.keys(OF_GROUP).map((key) => `classes.${name}.${key}`)),
    ...scenario.attackers.flatMap(({ name }) =>
      Object.keys(OF_ATTACKER).map((key) => `attackers.${name}.${key}`),
    ),
  ];
}

/** What was measured, under the same paths. */
export function measuresOf(measured: Measured): Measures {
  return Object.fromEntries([
    ...read(OF_SALE, '', measured),
    ...measured.classes.flatMap((each) => read(OF_GROUP, `classes.${each.name}.`, each)),
    ...measured.attackers.flatMap((each) => read(OF_ATTACKER, `attackers.${each.name}.`, each)),
  ]);
}

function read<Of>(
  readers: Readonly<Record<string, Reader<Of>>>,
  prefix: string,
  of: Of,
): [string, Quantity | null][] {
  return Object.entries(readers).map(([key, reader]) => [`${prefix}${key}`, quantityOf(reader(of))]);
}

/** Only what a quantity consists of: measures carry more. */
function quantityOf(found: Estimate | Quantity | number | null | undefined): Quantity | null {
  if (found === null || found === undefined) return null;
  if (typeof found === 'number') return { value: found, low: null, high: null };
  return { value: found.value, low: found.low, high: found.high };
}
