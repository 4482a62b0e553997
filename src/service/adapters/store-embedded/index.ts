export { EmbeddedStore } from './embedded-store.ts';
export { applyDecision, type Engine, type EngineHooks, type KeptDecision, type ReadView } from './engine.ts';
export { itemsOf } from './items-of.ts';
export type { LogEntry, Table, Tables } from './table.ts';
export { View } from './view.ts';
