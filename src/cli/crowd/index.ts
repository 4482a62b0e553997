export { attend, signIn, visit } from './buyer.ts';
export { type Character, characterOf, THINK_MS_MEAN, unitsFrom } from './character.ts';
export { pausesUntil } from './pauses.ts';
export { newTally, STEPS, type Step, type Tally } from './tally.ts';
export type { Crowd } from './visit.ts';
export { type Admission, attempt, takePlace } from './waiting-room.ts';
