export { type Answer, answers } from './answers.ts';
export { type ControllerCourse, courseOf, type OtherController, otherControllers } from './controllers.ts';
export { type FairnessRow, fairnessRows } from './fairness-rows.ts';
export { reportPage } from './report-page.ts';
export { VERDICTS } from './sections/judgement.ts';
export { type RunCost, reportOn, type SimulationReport } from './simulation-report.ts';
