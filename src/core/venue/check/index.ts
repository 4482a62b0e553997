export { guard } from './guard.ts';
export { meaningProblems } from './meaning.ts';
export { piecesOf, salvage } from './pieces.ts';
export { type Path, type ProblemList, problemList } from './problem-list.ts';
export { addSchemaProblems } from './schema-problems.ts';
