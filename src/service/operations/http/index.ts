export { createOperationsApp, type OperationsAppOptions } from './app.ts';
export type { Exposition } from './metrics.ts';
