export { renderComparison } from './comparison.ts';
export { readJson } from './read-json.ts';
export { peakRssBytes, runSale } from './run.ts';
export { readScenario, SCENARIO_SUMMARY, type ScenarioSource, scenarioFrom } from './scenario-source.ts';
export { renderSummary } from './summary.ts';
export { renderSweep, runSweep } from './sweep.ts';
