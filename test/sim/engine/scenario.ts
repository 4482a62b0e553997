import { loadScenario, type Scenario, type SimulationResult } from '../../../src/sim/index.ts';

/** A scenario of a million seats for the parts that are given; see the schema for what stands for the others. */
export function scenarioOf(
  parts: { people?: number; sale?: Record<string, unknown> } & Record<string, unknown>,
): Scenario {
  const { sale, ...rest } = parts;
  return loadScenario({ name: 'test', people: 20_000, ...rest, sale: { seats: 1_000_000, ...sale } });
}

/** The group of this name. */
export function groupNamed(result: SimulationResult, name: string) {
  const group = result.groups.find((each) => each.name === name);
  if (group === undefined) throw new Error(`no group ${name}`);
  return group;
}

/** Orders per account of a group that stays until the end. */
export function successOf(result: SimulationResult, name: string): number {
  const { steadfast } = groupNamed(result, name);
  return steadfast.buyers / steadfast.people;
}
