export type { EndLine, OperationLine, OperationName, RunLine } from './format.ts';
