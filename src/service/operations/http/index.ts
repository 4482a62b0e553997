export { createOperationsApp, type OperationsAppOptions } from './app.ts';
