export { type LogLine, saleLog } from './sale-log.ts';
