export { invariant } from './invariant.ts';
export { type Problem, UserError } from './user-error.ts';
