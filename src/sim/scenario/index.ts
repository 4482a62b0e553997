export { scenarioJsonSchema } from './json-schema.ts';
export { loadScenario, parseScenarioText, type ScenarioValidation, validateScenario } from './load.ts';
export { overrideScenario, type ScenarioOverrides } from './overrides.ts';
export type { Wave } from './parts.ts';
export type { Scenario, ScenarioResources, ScenarioSale } from './scenario.ts';
export type { AttackKind, Disturbance } from './schema.ts';
