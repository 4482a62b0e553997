export { type Condition, holdsFor, parseCondition } from './condition.ts';
export { type Check, type CheckVerdict, type GateOutcome, judgeScenario, readConditions } from './judge.ts';
export { type Measures, measurePaths, measuresOf } from './measures.ts';
