export { openLmdbKeyValueStore } from './lmdb-key-value-store.ts';
