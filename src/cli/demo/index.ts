export { type DemoSnapshot, LiveView } from './live-view.tsx';
export { renderDemo } from './render.ts';
export type { DemoReport } from './report.ts';
export { type DemoOptions, type DemoPhase, type DemoProgress, runDemo } from './run-demo.ts';
export { watchDemo } from './watch.tsx';
