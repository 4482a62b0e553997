export { memoryKeyValueStore } from './memory-key-value-store.ts';
