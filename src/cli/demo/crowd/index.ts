export { visit } from './buyer.ts';
export { characterOf } from './character.ts';
export { newTally, STEPS, type Step, type Tally } from './tally.ts';
export type { Crowd } from './visit.ts';
