export { type Answer, answers } from './answers.ts';
export { type FairnessRow, fairnessRows } from './fairness-rows.ts';
export { reportPage, VERDICTS } from './page/index.ts';
export { type RunCost, reportOn, type SimulationReport } from './simulation-report.ts';
