export { knownAccess, type OperatorAccess, type OperatorToken, openAccess } from './access/index.ts';
export type {
  OperationsObservation,
  OperationsSnapshot,
  OperatorRole,
  SeatCounts,
} from './contract.ts';
export { createOperationsApp, type Exposition, type OperationsAppOptions } from './http/index.ts';
export { createObserver } from './observer.ts';
export { createOperations, type Operations } from './operations.ts';
export { createScheduleWatch, type ScheduleWatch } from './schedule-watch.ts';
