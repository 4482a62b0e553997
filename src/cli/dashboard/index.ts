export { forecastTarget } from './forecast.ts';
export { watchLive } from './live.tsx';
export type { DashboardState } from './model/index.ts';
export { type Told, tellSnapshots } from './tell.ts';
