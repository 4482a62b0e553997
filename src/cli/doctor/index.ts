export { diagnose } from './diagnose.ts';
export { type Finding, type FindingState, findingLines } from './finding.ts';
