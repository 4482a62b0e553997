export { saleDashboard } from './dashboard.ts';
export { watchEdge } from './edge-alarms.ts';
export { type WatchedSale, watchSale } from './sale-alarms.ts';
