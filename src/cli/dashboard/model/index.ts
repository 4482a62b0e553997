export { type History, type Series, salesPace, seriesOf } from './history.ts';
export type { Key } from './keys.ts';
export { orderedSections, type Section, takenShare } from './sections.ts';
export {
  type Connection,
  type DashboardState,
  type Dialog,
  type ForecastLine,
  type ForecastState,
  type Screen,
  type SectionOrder,
  serverNowMs,
} from './state.ts';
export type { Effect, Step } from './step.ts';
export { initialState, type Message, update } from './update.ts';
