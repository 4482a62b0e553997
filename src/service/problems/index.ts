export { PROBLEMS, type ProblemCode } from './codes.ts';
export { type ProblemDocument, ProblemError, type ProblemExtra, problemDocument } from './problem-error.ts';
