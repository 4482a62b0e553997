export { checkHistory, type HistoryReport } from './check-history.ts';
export { CONTRADICTIONS, type Contradiction, type ContradictionCode } from './findings.ts';
export { type EndLine, OPERATIONS, type OperationLine, type OperationName, type RunLine } from './format.ts';
export { type History, type RecordedOperation, readHistory } from './parse.ts';
