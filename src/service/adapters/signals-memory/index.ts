export { createMemorySignals } from './memory-signals.ts';
